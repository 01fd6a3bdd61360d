//! Marks over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{Mark, MarkGiven},
    put, read, submit,
    views::{Marks, Submission, marks},
};
use crate::{
    audit::Call,
    bids::Bid,
    db::Tx,
    http::{Answer, Body, Reply},
    kernel::{Faults, Id, Key, Points, Text},
    opportunities::Lot,
};
use crate::{http::prelude::*, prelude::*};

operations! { "evaluation":
    /// Mark a bid
    ///
    /// By a marking member of the panel. No member sees the marks of another before submitting their
    /// own. The marks in the body replace earlier marks for the same criteria; other marks stay.
    put "/v1/bids/{id}/scores" put_scores =
        signed_in().writing().takes::<NewMarks>().gives::<Marks>(200, "My marks for this bid")
            .row("oc", "------ -- ---- ---").row("ef", "------ -- ---- nyy");

    /// List the marks of a bid
    ///
    /// A panel member sees their own marks at any time, and those of other members after submitting
    /// their own.
    get "/v1/bids/{id}/scores" list_scores =
        signed_in().key(Scope::EvaluationRead).gives::<Marks>(200, "The visible marks")
            .row("oc", "------ -- ---- ---").row("ef", "-----y -- --y- yyy");

    /// Submit marks for all bids of a lot
    ///
    /// By a marking member of the panel. Submitted marks cannot be changed.
    post "/v1/lots/{id}/scores/submission" submit_scores =
        signed_in().gives::<Submission>(201, "Submitted")
            .says(422, "A mark is missing; errors lists each")
            .row("doc", "------ -- ---- nnn").row("ef", "------ -- ---- nyy");
}

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

async fn put_scores(request: Request, path: Path<Id<Bid>>, Body(new): Body<NewMarks>) -> Reply {
    let (bid, given) = (path.into_inner(), new.given());
    let put = move |tx: &mut Tx<'_>, call: &Call| put(tx, call, bid, &given);
    request.act(put, |all: &Vec<Mark>| Answer::ok(&marks(all))).await
}

async fn list_scores(request: Request, path: Path<Id<Bid>>) -> Reply {
    let bid = path.into_inner();
    let all = request.read(move |db, actor| read::read(db, actor, bid)).await?;
    Ok(Answer::ok(&marks(&all)))
}

async fn submit_scores(request: Request, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let submit = move |tx: &mut Tx<'_>, call: &Call| submit(tx, call, lot);
    let show = move |all: &bool| {
        let told = Submission { submitted: true, all_submitted: *all };
        Answer::created(&told, format!("/v1/lots/{lot}/panel"))
    };
    request.act(submit, show).await
}
