//! `GET /v1/lots/{id}/eligibility`: a supplier asks whether it may bid, before it drafts anything.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    judgement::{Standing, judge},
    reasons::Reason,
};
use crate::{
    access::{Actor, As, No, Organisation, OrganisationKind, Rule, Verdict},
    bids::{model::LotForBidder, store},
    db::{Db, Fault},
    kernel::{Id, Instant},
    opportunities::{Lot, LotState, NeededBy},
    organisations, terms,
};

/// What a supplier is told of itself is for its members alone, as the profile is that it is read
/// from: to others the question names nothing.
pub struct ReadEligibility;

impl Rule for ReadEligibility {
    const NAME: &'static str = "eligibility.read";
    type On = LotForBidder;

    fn check(actor: &Actor, on: &LotForBidder) -> Verdict {
        let supplier = on.kind == OrganisationKind::Supplier;
        if on.lot.state == LotState::Draft || !supplier || !actor.is_member(on.organisation) {
            return Err(No::Hidden);
        }
        Ok(As::Organisation(on.organisation))
    }
}

/// Whether a supplier meets what a lot asks, as of now. Nothing here is about bids.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LotEligibility)]
pub struct EligibilityView {
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// Nothing keeps it from submitting a bid.
    pub eligible: bool,
    /// Nothing would keep it from an award either, were it awarded now.
    pub eligible_for_award: bool,
    /// Every condition, those that are met too.
    pub reasons: Vec<Reason>,
    pub judged_at: Instant,
}

pub fn read(
    db: &mut Db,
    actor: &Actor,
    lot: Id<Lot>,
    (supplier, now): (Id<Organisation>, Instant),
) -> Result<EligibilityView, Fault> {
    let (_, on) = store::load_for_bidder(db, lot, supplier)?.open::<ReadEligibility>(actor)?;
    on.lot.runs_here()?;
    let card = organisations::card(db, supplier)?;
    let came_through = on.lot.follows.map(|_| on.came_through);
    let profile = organisations::profile(db, supplier)?;
    let terms = terms::standing(db, supplier, now)?.map(|(_, accepted)| accepted);
    let standing = Standing::new(&card, came_through, terms);
    let reasons = judge(on.lot.eligibility.as_ref(), &profile, standing, now);
    let kept_out =
        |by: &[NeededBy]| reasons.iter().any(|one| one.keeps_out && by.contains(&one.by));
    Ok(EligibilityView {
        lot_id: lot,
        organisation_id: supplier,
        eligible: !kept_out(&[NeededBy::Submission]),
        eligible_for_award: !kept_out(NeededBy::ALL),
        reasons,
        judged_at: now,
    })
}

/// What keeps the supplier of a bid from going on with it, as of now.
pub fn unmet(
    db: &mut Db,
    lot: &Lot,
    supplier: Id<Organisation>,
    now: Instant,
) -> Result<Vec<Reason>, Fault> {
    let standing = Standing::of_bidder(&organisations::card(db, supplier)?);
    let profile = organisations::profile(db, supplier)?;
    let mut reasons = judge(lot.eligibility.as_ref(), &profile, standing, now);
    reasons.retain(|one| one.keeps_out);
    Ok(reasons)
}
