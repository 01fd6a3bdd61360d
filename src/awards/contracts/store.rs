//! Rows of contracts.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Contract, ContractForReader, Party, is_notifiable};
use crate::{
    bids::{self, Bid},
    db::{Json, json, once, schema::contracts},
    evaluation,
    kernel::{Currency, Date},
    opportunities::{self, Lot},
    organisations,
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = contracts)]
struct Row {
    id: Id<Contract>,
    lot_id: Id<Lot>,
    bid_id: Id<Bid>,
    title: String,
    net_minor: i64,
    gross_minor: i64,
    currency: Currency,
    signed_on: Date,
    starts_on: Date,
    ends_on: Date,
    recorded_by: Id<User>,
    recorded_at: Instant,
    details_published_at: Option<Instant>,
    published_suppliers: Option<Json<Vec<Party>>>,
    version: i64,
}

impl Row {
    /// The contract with its suppliers as they are known now; once the details are published, as they
    /// were then.
    fn into_contract(
        self,
        buyer_id: Id<Organisation>,
        suppliers: Vec<Party>,
    ) -> Result<Contract, Fault> {
        let money = |minor| {
            let found = Money::from_minor(minor, self.currency);
            found.ok_or_else(|| Fault::corrupt(&"a negative amount"))
        };
        let gross = money(self.gross_minor)?;
        Ok(Contract {
            id: self.id,
            lot_id: self.lot_id,
            bid_id: self.bid_id,
            buyer_id,
            net: money(self.net_minor)?,
            gross,
            suppliers: self.published_suppliers.map_or(suppliers, Vec::from),
            title: self.title,
            signed_on: self.signed_on,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            notifiable: is_notifiable(gross),
            recorded_by: self.recorded_by,
            recorded_at: self.recorded_at,
            details_published_at: self.details_published_at,
            version: self.version,
        })
    }
}

/// The suppliers of these bids, by bid, as they are known now.
pub fn parties(db: &mut Db, of: &[Bid]) -> Result<BTreeMap<Id<Bid>, Vec<Party>>, Fault> {
    let signing = |bid: &Bid| {
        let lead = (bid.organisation, bid.supplier_name.clone());
        let partners = bid.joint().map(|one| (one.organisation, one.organisation_name.clone()));
        std::iter::once(lead).chain(partners).collect::<Vec<_>>()
    };
    let all: Vec<_> = of.iter().flat_map(signing).map(|(of, _)| of).collect();
    let known = organisations::known_by(db, &all, "GB-PPON")?;
    let party = |(organisation_id, name)| {
        let ppon = known.iter().find(|(whose, _)| *whose == organisation_id);
        Party { organisation_id, name, ppon: ppon.map(|(_, id)| id.clone()) }
    };
    Ok(of.iter().map(|bid| (bid.id, signing(bid).into_iter().map(party).collect())).collect())
}

pub fn load(
    db: &mut Db,
    id: Id<Contract>,
    actor: &Actor,
) -> Result<Guarded<ContractForReader>, Fault> {
    let row: Option<Row> = contracts::table
        .filter(contracts::id.eq(id))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    let row = row.ok_or(No::Hidden)?;
    let bid = bids::load_bid(db, row.bid_id)?;
    let mut parties = parties(db, &[bid])?;
    let suppliers = parties.remove(&row.bid_id).unwrap_or_default();
    let lot = opportunities::find_lot(db, row.lot_id)?.ok_or(No::Hidden)?;
    let assessor = evaluation::assessor(db, &lot, actor)?;
    let contract = row.into_contract(lot.organisation, suppliers)?;
    Ok(Guarded::new(ContractForReader { contract, assessor }))
}

/// The contracts of a lot, each to be asked for, in as many statements however many they are.
pub fn of_lot(
    db: &mut Db,
    lot: &Lot,
    actor: &Actor,
) -> Result<Vec<Guarded<ContractForReader>>, Fault> {
    let rows: Vec<Row> = contracts::table
        .filter(contracts::lot_id.eq(lot.id))
        .order(contracts::id)
        .select(Row::as_select())
        .load(db)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let assessor = evaluation::assessor(db, lot, actor)?;
    let bids = bids::of_lot(db, lot.id)?;
    let mut parties = parties(db, &bids)?;
    let guarded = rows.into_iter().map(|row| {
        let suppliers = parties.remove(&row.bid_id).unwrap_or_default();
        let contract = row.into_contract(lot.organisation, suppliers)?;
        Ok(Guarded::new(ContractForReader { contract, assessor: assessor.clone() }))
    });
    guarded.collect()
}

/// The bids for which a contract was recorded.
pub fn signed_for(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Id<Bid>>, Fault> {
    let of = contracts::table.filter(contracts::lot_id.eq(lot)).order(contracts::id);
    Ok(of.select(contracts::bid_id).load(db)?)
}

pub fn insert(tx: &mut Tx<'_>, new: &Contract) -> Result<(), Fault> {
    diesel::insert_into(contracts::table)
        .values((
            contracts::id.eq(new.id),
            contracts::lot_id.eq(new.lot_id),
            contracts::bid_id.eq(new.bid_id),
            contracts::title.eq(&new.title),
            contracts::net_minor.eq(new.net.minor()),
            contracts::gross_minor.eq(new.gross.minor()),
            contracts::currency.eq(new.gross.currency()),
            contracts::signed_on.eq(new.signed_on.to_string()),
            contracts::starts_on.eq(new.starts_on.to_string()),
            contracts::ends_on.eq(new.ends_on.to_string()),
            contracts::recorded_by.eq(new.recorded_by),
            contracts::recorded_at.eq(new.recorded_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Notes that the details are public, over the version that was read; the contract as it is now.
pub fn publish(tx: &mut Tx<'_>, published: Contract, by: Id<User>) -> Result<Contract, Fault> {
    let read = contracts::id
        .eq(published.id)
        .and(contracts::version.eq(published.version))
        .and(contracts::details_published_at.is_null());
    let changed = diesel::update(contracts::table.filter(read))
        .set((
            contracts::published_suppliers.eq(json(&published.suppliers)),
            contracts::details_published_by.eq(by),
            contracts::details_published_at.eq(published.details_published_at),
            contracts::version.eq(contracts::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Contract { version: published.version + 1, ..published })
}
