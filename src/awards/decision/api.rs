//! Decisions over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    approve::{Approval, approve},
    model::{Decision, DecisionOutcome, Proposal, ProposedNote},
    propose::{self, propose},
};
use crate::{bids::Bid, http::prelude::*, kernel::list_of_ids, opportunities::Lot, prelude::*};

operations! { "awards":
    /// Propose a decision
    ///
    /// By the chair, once the bids are ranked. Awards follow the ranking; the chair chooses only
    /// between bids tied for the last place, with a reason. The eligibility of each winner is checked
    /// again: where a supplier does not meet a condition of the lot, the chair explains the award in
    /// `eligibility_notes`.
    post "/v1/lots/{id}/decision" propose_decision =
        signed_in().takes::<NewDecision>().versioned().gives::<Decision>(201, "The proposal")
            .says(409, "There is no ranking, a decision is already proposed, or `not-eligible` with the reasons for each bid")
            .row("doc", "------ -- nnnn nnn").row("ef", "------ -- nnnn nny");

    /// Get the latest decision about a lot
    ///
    /// For approvers, auditors, and panel members who have declared their interests.
    get "/v1/lots/{id}/decision" get_decision =
        signed_in().key(Scope::AwardsRead).versioned().gives::<Decision>(200, "The decision")
            .row("doce", "------ -- ---- ---").row("f", "-----y -- --y- yyy");

    /// Approve or return a decision
    ///
    /// By an approver who neither proposed the decision nor marked the bids. An approval ends the
    /// competition and tells every supplier in the same transaction. The approval is refused if a
    /// supplier has come to meet fewer conditions since the proposal.
    post "/v1/lots/{id}/decision/approval" approve_decision =
        signed_in().takes::<NewSettlement>().versioned().gives::<Decision>(201, "The decision as it is now")
            .says(409, "There is no proposed decision, the ranking has changed, or `not-eligible` with the conditions that are no longer met")
            .row("doce", "------ -- nnyn ---").row("f", "------ -- nnyn --n");
}

/// The proposal of a decision.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDecision {
    /// The outcome.
    #[schema(example = "award")]
    pub outcome: DecisionOutcome,
    /// The bids to award, at most `max_awards` of the lot; none for `no_award`.
    #[deserr(default)]
    #[schema(required = false, schema_with = list_of_ids)]
    pub bid_ids: Vec<Id<Bid>>,
    /// The reason for the decision.
    #[schema(value_type = String, example = "The highest total.")]
    pub reason: Text<4_000>,
    /// Notes on bids whose suppliers do not meet all conditions (else `not-eligible`).
    #[deserr(default)]
    #[schema(required = false)]
    pub eligibility_notes: Vec<NewEligibilityNote>,
}

/// The reason to award a bid whose supplier does not meet all conditions of the lot.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewEligibilityNote {
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub bid_id: Id<Bid>,
    /// The reason for the award.
    #[schema(value_type = String, example = "The insurance will be bought before signature.")]
    pub note: Text<2_000>,
}

/// The answer of an approver to a proposed decision.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSettlement {
    /// Whether the decision is approved (default); false sends it back to the chair.
    #[deserr(default)]
    #[schema(example = true)]
    pub approved: Option<bool>,
    /// A note for the chair and for the record.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Checked against the ranking.")]
    pub note: Option<Text<4_000>>,
}

fn created(made: &Decision) -> Answer {
    Answer::created(made, format!("/v1/lots/{}/decision", made.lot_id)).version(made.version)
}

async fn propose_decision(
    request: Request,
    lot: Path<Id<Lot>>,
    Body(new): Body<NewDecision>,
) -> Reply {
    let notes = new.eligibility_notes.into_iter();
    let notes = notes.map(|one| ProposedNote { bid: one.bid_id, note: one.note });
    let asked = Proposal {
        outcome: new.outcome,
        bids: new.bid_ids,
        reason: new.reason,
        eligibility_notes: notes.collect(),
    };
    request.act(move |tx, call| propose(tx, call, *lot, &asked), created).await
}

async fn get_decision(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let found = request.read(move |db, actor| propose::read(db, actor, *lot)).await?;
    Ok(Answer::ok(&found).version(found.version))
}

async fn approve_decision(
    request: Request,
    lot: Path<Id<Lot>>,
    Body(new): Body<NewSettlement>,
) -> Reply {
    let asked = Approval { approved: new.approved.unwrap_or(true), note: new.note };
    request.act(move |tx, call| approve(tx, call, *lot, &asked), created).await
}
