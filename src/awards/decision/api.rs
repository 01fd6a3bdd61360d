//! Decisions over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    approve::{Approval, approve},
    model::{Decision, Proposal},
    propose::{self, propose},
};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "awards":
    /// Propose a decision
    ///
    /// By the chair, once the bids are ranked. Awards follow the ranking; the chair chooses only
    /// between bids tied for the last place, with a reason. The eligibility of each winner is checked
    /// again: where a supplier does not meet a condition of the lot, the chair explains the award in
    /// `eligibility_notes`.
    post "/v1/lots/{id}/decision" propose_decision =
        signed_in().takes::<Proposal>().versioned().gives::<Decision>(201, "The proposal")
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
    Body(asked): Body<Proposal>,
) -> Reply {
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
