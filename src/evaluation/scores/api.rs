//! Marks over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{Mark, MarkGiven},
    put, read, submit,
    views::{Marks, Submission, marks},
};
use crate::{
    app::App,
    audit::{self, Call},
    bids::Bid,
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Key, Points, Text},
    opportunities::Lot,
};

/// A mark and its reason.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMark {
    #[schema(example = "quality")]
    pub criterion_key: Key,
    /// A decimal string on the criterion's scale.
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    /// At least ten characters.
    #[schema(value_type = String, example = "The plan for maintenance is thin.")]
    pub rationale: Text<4_000>,
}

/// Marks for one bid.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMarks {
    pub scores: Vec<NewMark>,
}

impl NewMarks {
    pub fn given(self) -> Vec<MarkGiven> {
        let given = self.scores.into_iter().map(|new| MarkGiven {
            criterion_key: new.criterion_key,
            mark: new.mark,
            rationale: new.rationale,
        });
        given.collect()
    }
}

/// Mark a bid
///
/// By a marking member of the panel. No member sees the marks of another before submitting their
/// own. The marks in the body replace earlier marks for the same criteria; other marks stay.
#[utoipa::path(
    put,
    path = "/v1/bids/{id}/scores",
    operation_id = "put_scores",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewMarks,
    security(("bearer" = [])),
    responses((status = 200, description = "My marks for this bid", body = Marks)),
)]
pub async fn put_scores(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Bid>>,
    Body(new): Body<NewMarks>,
) -> Reply {
    let (bid, given) = (path.into_inner(), new.given());
    let put = move |tx: &mut Tx<'_>, call: &Call| put(tx, call, bid, &given);
    Ok(audit::act(&app, caller, put, |all: &Vec<Mark>| Answer::ok(&marks(all))).await?)
}

/// List the marks of a bid
///
/// A panel member sees their own marks at any time, and those of other members after submitting
/// their own.
#[utoipa::path(
    get,
    path = "/v1/bids/{id}/scores",
    operation_id = "list_scores",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The visible marks", body = Marks)),
)]
pub async fn list_scores(app: Data<App>, caller: Caller, path: Path<Id<Bid>>) -> Reply {
    let bid = path.into_inner();
    let all = audit::read(&app, caller, move |db, actor| read::read(db, actor, bid)).await?;
    Ok(Answer::ok(&marks(&all)))
}

/// Submit marks for all bids of a lot
///
/// By a marking member of the panel. Submitted marks cannot be changed.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/scores/submission",
    operation_id = "submit_scores",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Submitted", body = Submission),
        (status = 422, description = "A mark is missing; errors lists each"),
    ),
)]
pub async fn submit_scores(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let submit = move |tx: &mut Tx<'_>, call: &Call| submit(tx, call, lot);
    let show = move |all: &bool| {
        let told = Submission { submitted: true, all_submitted: *all };
        Answer::created(&told, format!("/v1/lots/{lot}/panel"))
    };
    Ok(audit::act(&app, caller, submit, show).await?)
}
