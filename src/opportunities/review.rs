//! `POST /v1/opportunities/{id}/review`, `/return` and `/publication`: four eyes.

use super::{
    checks::{self, Against},
    eligibility::open_categories_only,
    mails,
    model::{Lot, Opportunity, OpportunityState},
    policy::{Publish, Read, Return, Review},
    store, store_imported, store_lots,
    views::Whole,
};
use crate::{
    access::{Actor, Role},
    audit::{self, Call, Event, Recorded},
    db::{Db, Fault, Tx},
    kernel::{Faults, Id, Kind, Refuse, Text, kinds},
    organisations, outbox, suppliers,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an opportunity that is {from} cannot be {asked}")]
pub struct WrongStep {
    pub from: OpportunityState,
    pub asked: &'static str,
}

impl Refuse for WrongStep {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

/// Everything that stands between this opportunity and its publication now.
fn faults(
    db: &mut Db,
    call: &Call,
    opportunity: &Opportunity,
    lots: &[Lot],
) -> Result<Faults, Fault> {
    let minimum_period = call.app.config.minimum_submission_period;
    let against = Against { now: call.at, minimum_period };
    let mut faults = checks::publication(opportunity.kind, &opportunity.content, lots, against);
    let asks = lots.iter().map(|lot| lot.eligibility.as_ref());
    open_categories_only(db, asks, &mut faults)?;
    let buyer = organisations::card(db, opportunity.organisation)?;
    if !buyer.verified {
        let why = "is not verified at present: an administrator has to verify a public body before it publishes";
        faults.add("/organisation_id", "unverified", why);
    }
    Ok(faults)
}

fn step(
    from: OpportunityState,
    wanted: OpportunityState,
    asked: &'static str,
) -> Result<(), WrongStep> {
    if from == wanted { Ok(()) } else { Err(WrongStep { from, asked }) }
}

/// An author says that it is ready; approvers are told.
pub fn send(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, draft) = store::load(tx.db(), id)?.open::<Review>(&call.actor)?;
    call.saw(draft.version)?;
    step(draft.state, OpportunityState::Draft, "sent for review")?;
    let lots = store::lots_of(tx.db(), id)?;
    faults(tx.db(), call, &draft, &lots)?.none()?;
    let sent = Opportunity { state: OpportunityState::InReview, updated_at: call.at, ..draft };
    let sent = store::update(tx, sent)?;
    let letter = mails::to_review(&call.app.config.public_url, &sent);
    for approver in
        organisations::addressees(tx.db(), sent.organisation, &[Role::Approver], call.at)?
    {
        if approver.user.is_none_or(|user| !sent.writers.contains(&user)) {
            outbox::send(tx, call, &approver, &letter)?;
        }
    }
    let event = Event::of("opportunity.sent_for_review", "opportunity", &id)
        .versions(sent.version - 1, sent.version);
    audit::record(tx, call, &may, event, sent)
}

/// An approver sends it back with a reason; its writers are told.
pub fn send_back(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
    reason: &Text<2_000>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, reviewed) = store::load(tx.db(), id)?.open::<Return>(&call.actor)?;
    call.saw(reviewed.version)?;
    step(reviewed.state, OpportunityState::InReview, "sent back")?;
    let back = Opportunity { state: OpportunityState::Draft, updated_at: call.at, ..reviewed };
    let back = store::update(tx, back)?;
    let letter = mails::sent_back(&call.app.config.public_url, &back, reason.as_str());
    for author in organisations::addressees(tx.db(), back.organisation, &[Role::Author], call.at)? {
        if author.user.is_some_and(|user| back.writers.contains(&user)) {
            outbox::send(tx, call, &author, &letter)?;
        }
    }
    let event = Event::of("opportunity.sent_back", "opportunity", &id)
        .versions(back.version - 1, back.version);
    audit::record(tx, call, &may, event, back)
}

/// A second person publishes it: keys are made, and who asked to hear of its themes is told.
pub fn publish(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, reviewed) = store::load(tx.db(), id)?.open::<Publish>(&call.actor)?;
    call.saw(reviewed.version)?;
    step(
        reviewed.state,
        OpportunityState::InReview,
        "published; its author sends it for review first",
    )?;
    let lots = store::lots_of(tx.db(), id)?;
    faults(tx.db(), call, &reviewed, &lots)?.none()?;
    let mut event = Event::of("opportunity.published", "opportunity", &id)
        .versions(reviewed.version, reviewed.version + 1);
    for lot in &lots {
        let seal = store_lots::publish(tx, call, lot)?;
        event = event.fact(&format!("lot_key {}", lot.id), seal.fingerprint);
    }
    let closes_at = lots.iter().filter_map(|lot| lot.submissions_close_at).max();
    let published = Opportunity {
        state: OpportunityState::Published,
        published_at: Some(call.at),
        closes_at,
        updated_at: call.at,
        ..reviewed
    };
    let published = store::update(tx, published)?;
    store::insert_codes(tx, id, &published.content, call.at)?;
    let letter = mails::published(&call.app.config.public_url, &published);
    for supplier in suppliers::interested_in(tx.db(), &published.content.themes)? {
        outbox::send(tx, call, &supplier, &letter)?;
    }
    audit::record(tx, call, &may, event, published)
}

/// An opportunity with its lots, and the winners where open data names them, for those who may
/// see it.
pub fn read(db: &mut Db, actor: &Actor, id: Id<Opportunity>) -> Result<Whole, Fault> {
    let (_, opportunity) = store::load(db, id)?.open::<Read>(actor)?;
    let lots = store::lots_of(db, id)?;
    let imported = opportunity.source.is_some();
    let winners = if imported { store_imported::winners_of(db, id)? } else { Vec::new() };
    Ok(Whole { opportunity, lots, winners })
}
