//! Assessment summaries over HTTP.

use actix_web::web::{Data, Path};

use super::{read, views::AssessmentSummary};
use crate::{
    app::App,
    audit,
    bids::Bid,
    http::{Answer, Caller, Reply},
    kernel::Id,
};

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
        (status = 200, description = "The assessment summary", body = AssessmentSummary),
        (status = 409, description = "Nothing has been decided yet"),
    ),
)]
pub async fn get_assessment_summary(app: Data<App>, caller: Caller, path: Path<Id<Bid>>) -> Reply {
    let bid = path.into_inner();
    let told = audit::read(&app, caller, move |db, actor| read::read(db, actor, bid)).await?;
    Ok(Answer::ok(&told))
}
