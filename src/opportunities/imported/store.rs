//! Rows of opportunities that were read from open data, made anew from all releases of one process.

use diesel::prelude::*;

use super::model::{ImportedLot, ImportedOpportunity, LotWinner, Winner};
use crate::{
    db::schema::{imported_awards as awards, lots, opportunities},
    opportunities::{
        codes,
        lots::{Lot, LotState},
        model::{Opportunity, OpportunityKind, OpportunityState},
        store::words_of,
    },
    prelude::*,
};

/// An opportunity as it was stored.
#[derive(Debug, Clone, Copy)]
pub struct Imported {
    pub id: Id<Opportunity>,
    /// Its process was never imported before.
    pub new: bool,
}

/// Stores the releases of one process over an earlier reading of them. Ids stay: the opportunity's
/// by its ocid, a lot's by its name in the source.
pub fn put(tx: &mut Tx<'_>, read: &ImportedOpportunity, now: Instant) -> Result<Imported, Fault> {
    let known: Option<Id<Opportunity>> = opportunities::table
        .filter(opportunities::ocid.eq(&read.ocid))
        .select(opportunities::id)
        .first(tx.db())
        .optional()?;
    let id = known.unwrap_or_else(Id::new);
    let states: Vec<LotState> = read.lots.iter().map(|lot| lot.state).collect();
    let says = (
        words_of!(read.content),
        opportunities::state.eq(OpportunityState::of_lots(&states)),
        opportunities::source_url.eq(&read.source_url),
        opportunities::published_at.eq(read.published_at),
        opportunities::closes_at.eq(read
            .lots
            .iter()
            .filter_map(|lot| lot.submissions_close_at)
            .max()),
        opportunities::updated_at.eq(now),
    );
    if known.is_some() {
        diesel::update(opportunities::table.filter(opportunities::id.eq(id)))
            .set((says, opportunities::version.eq(opportunities::version + 1)))
            .execute(tx.db())?;
    } else {
        diesel::insert_into(opportunities::table)
            .values((
                says,
                opportunities::id.eq(id),
                opportunities::organisation_id.eq(read.organisation),
                opportunities::buyer_name.eq(&read.buyer_name),
                opportunities::kind.eq(OpportunityKind::Procurement),
                opportunities::ocid.eq(&read.ocid),
                opportunities::imported.eq(true),
                opportunities::created_at.eq(now),
            ))
            .execute(tx.db())?;
    }
    for lot in &read.lots {
        put_lot(tx, id, lot)?;
    }
    codes::store::delete(tx, id)?;
    codes::store::insert(tx, id, &read.content, read.published_at)?;
    Ok(Imported { id, new: known.is_none() })
}

fn put_lot(tx: &mut Tx<'_>, opportunity: Id<Opportunity>, read: &ImportedLot) -> Result<(), Fault> {
    let source = lots::opportunity_id.eq(opportunity).and(lots::source_id.eq(&read.source_id));
    let known: Option<Id<Lot>> =
        lots::table.filter(source).select(lots::id).first(tx.db()).optional()?;
    let id = known.unwrap_or_else(Id::new);
    let says = (
        lots::state.eq(read.state),
        lots::title.eq(&read.title),
        lots::description.eq(&read.description),
        lots::value_minor.eq(read.value.map(Money::minor)),
        lots::currency.eq(read.value.map(Money::currency)),
        lots::submissions_close_at.eq(read.submissions_close_at),
    );
    if known.is_some() {
        let now = (says, lots::version.eq(lots::version + 1));
        diesel::update(lots::table.filter(lots::id.eq(id))).set(now).execute(tx.db())?;
    } else {
        let last: Option<i32> = lots::table
            .filter(lots::opportunity_id.eq(opportunity))
            .select(diesel::dsl::max(lots::position))
            .first(tx.db())?;
        diesel::insert_into(lots::table)
            .values((
                says,
                lots::id.eq(id),
                lots::opportunity_id.eq(opportunity),
                lots::source_id.eq(&read.source_id),
                lots::position.eq(last.unwrap_or(0) + 1),
                lots::questions.eq("[]"),
                lots::criteria.eq("[]"),
            ))
            .execute(tx.db())?;
    }
    diesel::delete(awards::table.filter(awards::lot_id.eq(id))).execute(tx.db())?;
    for winner in &read.winners {
        insert_winner(tx, id, winner)?;
    }
    Ok(())
}

fn insert_winner(tx: &mut Tx<'_>, lot: Id<Lot>, winner: &Winner) -> Result<(), Fault> {
    diesel::insert_into(awards::table)
        .values((
            awards::lot_id.eq(lot),
            awards::award_id.eq(&winner.award_id),
            awards::supplier_id.eq(winner.supplier),
            awards::supplier_name.eq(&winner.supplier_name),
            awards::value_minor.eq(winner.value.map(Money::minor)),
            awards::currency.eq(winner.value.map(Money::currency)),
            awards::awarded_at.eq(winner.awarded_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The winners of an imported opportunity, lot by lot. One statement.
pub fn winners_of(db: &mut Db, id: Id<Opportunity>) -> Result<Vec<LotWinner>, Fault> {
    Ok(awards::table
        .inner_join(lots::table.on(lots::id.eq(awards::lot_id)))
        .filter(lots::opportunity_id.eq(id))
        .order((lots::position, awards::award_id, awards::supplier_name))
        .select(LotWinner::as_select())
        .load(db)?)
}
