//! Assessment summaries over HTTP.

use actix_web::web::Path;

use super::{model::AssessmentSummary, summary};
use crate::{bids::Bid, http::prelude::*, prelude::*};

operations! { "awards":
    /// Get the assessment summary of a bid
    ///
    /// For members of the supplier once the decision is approved; also for the panel, approvers of the
    /// buyer, and auditors.
    get "/v1/bids/{id}/assessment-summary" get_assessment_summary =
        signed_in().key(Scope::AwardsRead).gives::<AssessmentSummary>(200, "The assessment summary")
            .says(409, "Nothing has been decided yet").row("oc", "---y-- yy ---- ---")
            .row("ef", "---y-y yy --y- yyy");
}

async fn get_assessment_summary(request: Request, bid: Path<Id<Bid>>) -> Reply {
    Ok(Answer::ok(&request.read(move |db, actor| summary::read(db, actor, *bid)).await?))
}
