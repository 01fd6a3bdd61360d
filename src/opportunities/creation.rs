//! `POST /v1/opportunities`: a draft.

use super::{
    checks,
    draft::LotDraft,
    eligibility::open_categories_only,
    model::{Content, Lot, Opportunity, OpportunityKind, OpportunityState},
    policy::Draft,
    store, store_lots,
};
use crate::{
    access::Organisation,
    audit::{self, Call, Event, Recorded},
    db::{Db, Fault, Tx},
    kernel::{Faults, Id},
};

#[derive(Debug, Clone)]
pub struct NewOpportunity {
    pub organisation: Id<Organisation>,
    pub kind: OpportunityKind,
    pub content: Content,
    pub lots: Vec<LotDraft>,
}

pub fn create(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &NewOpportunity,
) -> Result<Recorded<Opportunity>, Fault> {
    let buyer = store::load_buyer(tx.db(), asked.organisation)?;
    let (may, buyer) = buyer.open::<Draft>(&call.actor)?;
    let mut faults = checks::draft(&asked.content, &asked.lots);
    own_lots_only(tx.db(), asked.organisation, &asked.lots, &mut faults)?;
    known_lots_only(&[], &asked.lots, &mut faults);
    let asks = asked.lots.iter().map(|lot| lot.eligibility.as_ref());
    open_categories_only(tx.db(), asks, &mut faults)?;
    faults.none()?;
    let new = Opportunity {
        number: 0,
        id: Id::new(),
        organisation: asked.organisation,
        buyer_name: buyer.name,
        kind: asked.kind,
        state: OpportunityState::Draft,
        content: asked.content.clone(),
        writers: call.actor.user().into_iter().collect(),
        source: None,
        published_at: None,
        closes_at: None,
        created_at: call.at,
        updated_at: call.at,
        version: 1,
    };
    store::insert(tx, &new)?;
    store_lots::replace(tx, new.id, &asked.lots)?;
    let event = Event::of("opportunity.created", "opportunity", &new.id)
        .fact("kind", asked.kind.as_str())
        .fact("lots", asked.lots.len());
    audit::record(tx, call, &may, event, new)
}

/// A lot that keeps its id is one of this opportunity, and stands once.
pub fn known_lots_only(known: &[Lot], lots: &[LotDraft], faults: &mut Faults) {
    for (n, id) in lots.iter().enumerate().filter_map(|(n, lot)| Some((n, lot.id?))) {
        let stands_before = lots.iter().take(n).any(|lot| lot.id == Some(id));
        if stands_before || !known.iter().any(|lot| lot.id == id) {
            let why = "must be a lot of this opportunity, and appear once";
            faults.add(format!("/lots/{n}/id"), "unknown-id", why);
        }
    }
}

/// A stage may follow a lot of its own public body, and no other.
pub fn own_lots_only(
    db: &mut Db,
    organisation: Id<Organisation>,
    lots: &[LotDraft],
    faults: &mut Faults,
) -> Result<(), Fault> {
    for (n, followed) in
        lots.iter().enumerate().filter_map(|(n, lot)| Some((n, lot.follows_lot_id?)))
    {
        let found = store_lots::find(db, followed)?;
        if found.is_none_or(|lot| lot.organisation != organisation) {
            let why = "must be a lot of this public body";
            faults.add(format!("/lots/{n}/follows_lot_id"), "unknown-id", why);
        }
    }
    Ok(())
}
