//! Decisions and summaries over HTTP.

mod contracts;

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    approval::{self, Settlement},
    decision,
    model::{Decision, DecisionOutcome, DecisionState, EligibilityNote, Proposal},
    summary::{self, AssessmentSummary},
};
use crate::{
    access::User,
    app::App,
    audit::{self, Call},
    bids::Bid,
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Instant, Text, list_of_ids},
    opportunities::Lot,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/lots/{id}/decision")
                .route(web::get().to(get_decision))
                .route(web::post().to(propose_decision)),
        )
        .service(
            web::resource("/v1/lots/{id}/decision/approval").route(web::post().to(settle_decision)),
        )
        .service(
            web::resource("/v1/bids/{id}/assessment-summary")
                .route(web::get().to(get_assessment_summary)),
        )
        .configure(contracts::routes);
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    propose_decision,
    get_decision,
    settle_decision,
    get_assessment_summary,
    contracts::record_contract,
    contracts::list_contracts,
    contracts::get_contract,
    contracts::publish_contract_details
))]
pub struct Description;

/// What the chair proposes.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDecision {
    #[schema(example = "award")]
    pub outcome: DecisionOutcome,
    /// The bids to award, at most `max_awards` of the lot; none for `no_award`.
    #[deserr(default)]
    #[schema(schema_with = list_of_ids)]
    pub bid_ids: Vec<Id<Bid>>,
    #[schema(value_type = String, example = "The highest total.")]
    pub reason: Text<4_000>,
    /// On bids whose suppliers do not meet all that the lot asks: without one `not-eligible`.
    #[deserr(default)]
    pub eligibility_notes: Vec<NewEligibilityNote>,
}

/// Why a bid is to be awarded though its supplier does not meet all that the lot asks.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewEligibilityNote {
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub bid_id: Id<Bid>,
    #[schema(value_type = String, example = "The insurance will be bought before signature.")]
    pub note: Text<2_000>,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Decision>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    pub outcome: DecisionOutcome,
    #[schema(schema_with = list_of_ids)]
    pub bid_ids: Vec<Id<Bid>>,
    pub reason: String,
    pub state: DecisionState,
    /// The ranking that it was proposed upon.
    pub ranking_sha256: Option<String>,
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
    #[schema(value_type = Option<String>, format = "uuid")]
    pub settled_by: Option<Id<User>>,
    pub settled_at: Option<Instant>,
    pub settled_note: Option<String>,
    /// The chair's notes on bids whose suppliers did not meet all that the lot asks.
    pub eligibility_notes: Vec<EligibilityNote>,
    pub version: i64,
}

impl From<&Decision> for DecisionView {
    fn from(d: &Decision) -> Self {
        Self {
            id: d.id,
            lot_id: d.lot,
            outcome: d.outcome,
            bid_ids: d.bids.clone(),
            reason: d.reason.clone(),
            state: d.state,
            ranking_sha256: d.ranking_sha256.clone(),
            proposed_by: d.proposed_by,
            proposed_at: d.proposed_at,
            settled_by: d.settled_by,
            settled_at: d.settled_at,
            settled_note: d.settled_note.clone(),
            eligibility_notes: d.eligibility_notes.clone(),
            version: d.version,
        }
    }
}

fn created(decision: &Decision) -> Answer {
    let location = format!("/v1/lots/{}/decision", decision.lot);
    Answer::created(&DecisionView::from(decision), location).version(decision.version)
}

/// Propose a decision
///
/// By the chair, once the bids are ranked. Awards follow the ranking; the chair chooses only
/// between bids tied for the last place, with a reason. The eligibility of each winner is checked
/// again: where a supplier does not meet a condition of the lot, the chair explains the award in
/// `eligibility_notes`.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/decision",
    operation_id = "propose_decision",
    tag = "awards",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewDecision,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The proposal", body = DecisionView),
        (status = 409, description = "Not ranked, one is proposed already, or `not-eligible` with the reasons for each bid"),
    ),
)]
pub async fn propose_decision(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Lot>>,
    Body(new): Body<NewDecision>,
) -> Reply {
    let lot = path.into_inner();
    let notes = new.eligibility_notes.into_iter().map(|one| (one.bid_id, one.note)).collect();
    let asked = Proposal {
        outcome: new.outcome,
        bids: new.bid_ids,
        reason: new.reason,
        eligibility_notes: notes,
    };
    let propose = move |tx: &mut Tx<'_>, call: &Call| decision::propose(tx, call, lot, &asked);
    Ok(audit::act(&app, caller, propose, created).await?)
}

/// Get the latest decision about a lot
///
/// For approvers, auditors, and panel members who have declared their interests.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/decision",
    operation_id = "get_decision",
    tag = "awards",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The decision", body = DecisionView)),
)]
pub async fn get_decision(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let found = audit::read(&app, caller, move |db, actor| decision::read(db, actor, lot)).await?;
    Ok(Answer::ok(&DecisionView::from(&found)).version(found.version))
}

/// Yes, or back to the chair.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSettlement {
    /// False sends the decision back to the chair.
    #[deserr(default)]
    #[schema(example = true)]
    pub approved: Option<bool>,
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Checked against the ranking.")]
    pub note: Option<Text<4_000>>,
}

/// Approve or return a decision
///
/// By an approver who neither proposed the decision nor marked the bids. An approval ends the
/// competition and tells every supplier in the same transaction. The approval is refused if a
/// supplier has come to meet fewer conditions since the proposal.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/decision/approval",
    operation_id = "settle_decision",
    tag = "awards",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewSettlement,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The decision as it is now", body = DecisionView),
        (status = 409, description = "Nothing to settle, another ranking, or `not-eligible` with what has become worse"),
    ),
)]
pub async fn settle_decision(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Lot>>,
    Body(new): Body<NewSettlement>,
) -> Reply {
    let lot = path.into_inner();
    let asked = Settlement { approved: new.approved.unwrap_or(true), note: new.note };
    let settle = move |tx: &mut Tx<'_>, call: &Call| approval::settle(tx, call, lot, &asked);
    Ok(audit::act(&app, caller, settle, created).await?)
}

/// Get the assessment summary of a bid
///
/// For members of the supplier once the decision is approved; also for the panel, approvers of the
/// buyer, and auditors.
#[utoipa::path(
    get,
    path = "/v1/bids/{id}/assessment-summary",
    operation_id = "get_assessment_summary",
    tag = "awards",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "How the bid was assessed", body = AssessmentSummary),
        (status = 409, description = "Nothing has been decided yet"),
    ),
)]
pub async fn get_assessment_summary(app: Data<App>, caller: Caller, path: Path<Id<Bid>>) -> Reply {
    let bid = path.into_inner();
    let told = audit::read(&app, caller, move |db, actor| summary::read(db, actor, bid)).await?;
    Ok(Answer::ok(&told))
}
