//! `POST /v1/opportunities`: a draft.

use super::{
    checks::{self, known_lots_only, own_lots_only},
    lots::{self, LotDraft, open_categories_only},
    model::{Content, Opportunity, OpportunityKind, OpportunityState},
    policy::Draft,
    store,
};
use crate::prelude::*;

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
    lots::replace(tx, new.id, &asked.lots)?;
    let event = Event::of("opportunity.created", "opportunity", &new.id)
        .fact("kind", asked.kind.as_str())
        .fact("lots", asked.lots.len());
    audit::record(tx, call, &may, event, new)
}
