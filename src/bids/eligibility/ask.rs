//! `GET /v1/lots/{id}/eligibility`: a supplier asks whether it may bid, before it drafts anything.

use super::{
    super::{
        model::{Bid, PartnershipState},
        store,
    },
    judgement::{Candidate, Standing, judge},
    model::{Eligibility, Reason},
    policy::ReadEligibility,
};
use crate::{
    capabilities,
    opportunities::{Lot, NeededBy, Phase},
    organisations::{self, Card},
    prelude::*,
    suppliers, terms,
};

/// Whether a supplier may bid for a lot, at an instant.
#[derive(Debug, Clone, Copy)]
pub struct EligibilityQuestion {
    pub lot: Id<Lot>,
    pub supplier: Id<Organisation>,
    pub at: Instant,
}

pub fn read(db: &mut Db, actor: &Actor, asked: EligibilityQuestion) -> Result<Eligibility, Fault> {
    let EligibilityQuestion { lot, supplier, at: now } = asked;
    let (_, on) = store::load_for_bidder(db, lot, supplier)?.open::<ReadEligibility>(actor)?;
    on.lot.runs_here()?;
    let came_through = on.lot.follows.map(|_| on.came_through);
    let lead = beginner(db, supplier, came_through, now)?;
    // Once partners cannot leave any more, the lead is not told of them.
    let open = on.lot.phase(now) == Phase::Open;
    let bid = store::of_supplier(db, lot, supplier)?.filter(|_| open);
    let partners = partners(db, bid.as_ref(), now)?;
    let reasons = judge(on.lot.eligibility.as_ref(), &lead, &partners, now);
    let reasons = veiled(reasons, &partners);
    let kept_out =
        |by: &[NeededBy]| reasons.iter().any(|one| one.keeps_out && by.contains(&one.by));
    Ok(Eligibility {
        lot_id: lot,
        organisation_id: supplier,
        eligible: !kept_out(&[NeededBy::Submission]),
        eligible_for_award: !kept_out(NeededBy::ALL),
        reasons,
        judged_at: now,
    })
}

/// The partners that have agreed. A partner under re-verification stays in a bid that it had joined
/// before (ADR 0015).
fn partners(db: &mut Db, bid: Option<&Bid>, now: Instant) -> Result<Vec<Candidate>, Fault> {
    let all = bid.into_iter().flat_map(|bid| &bid.partners);
    let mut partners = Vec::new();
    for one in all.filter(|one| one.state == PartnershipState::Accepted) {
        let mut who = beginner(db, one.organisation, None, now)?;
        let since = organisations::card(db, one.organisation)?.reverifying_since;
        who.standing.verified |= since.is_some_and(|since| one.answered_at < Some(since));
        partners.push(who);
    }
    Ok(partners)
}

fn beginner(
    db: &mut Db,
    of: Id<Organisation>,
    came_through: Option<bool>,
    now: Instant,
) -> Result<Candidate, Fault> {
    let card = organisations::card(db, of)?;
    let terms = terms::standing(db, of, now)?.map(|(_, accepted)| accepted);
    let standing = Standing::new(&card, came_through, terms);
    candidate(db, card, standing, now)
}

fn candidate(
    db: &mut Db,
    card: Card,
    standing: Standing,
    now: Instant,
) -> Result<Candidate, Fault> {
    let profile = suppliers::profile(db, card.id)?;
    let held = capabilities::held(db, &[card.id], now)?;
    Ok(Candidate { organisation: card.id, name: card.name, profile, held, standing, gone: false })
}

/// The reasons that are about partners, as their lead is told them.
fn veiled(reasons: Vec<Reason>, partners: &[Candidate]) -> Vec<Reason> {
    let told = reasons.into_iter().map(|one| {
        let of = partners.iter().find(|who| Some(who.organisation) == one.organisation_id);
        of.map_or(one.clone(), |who| who.veils(one))
    });
    told.collect()
}

/// The reasons that keep a bid from its submission, as its lead is told them.
pub fn unmet_at_submission(
    db: &mut Db,
    lot: &Lot,
    bid: &Bid,
    now: Instant,
) -> Result<Vec<Reason>, Fault> {
    let lead = bidder(db, bid.organisation, now)?;
    let partners = partners(db, Some(bid), now)?;
    let mut reasons = judge(lot.eligibility.as_ref(), &lead, &partners, now);
    reasons.retain(|one| one.keeps_out && one.by == NeededBy::Submission);
    Ok(veiled(reasons, &partners))
}

/// The reasons that keep a bid from an award, as of now.
pub fn unmet(db: &mut Db, lot: &Lot, bid: &Bid, now: Instant) -> Result<Vec<Reason>, Fault> {
    let lead = bidder(db, bid.organisation, now)?;
    let mut partners = Vec::new();
    for one in bid.joint() {
        let gone = !one.state.goes_on();
        partners.push(Candidate { gone, ..bidder(db, one.organisation, now)? });
    }
    let mut reasons = judge(lot.eligibility.as_ref(), &lead, &partners, now);
    reasons.retain(|one| one.keeps_out);
    Ok(reasons)
}

fn bidder(db: &mut Db, of: Id<Organisation>, now: Instant) -> Result<Candidate, Fault> {
    let card = organisations::card(db, of)?;
    let standing = Standing::of_bidder(&card);
    candidate(db, card, standing, now)
}
