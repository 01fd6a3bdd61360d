//! Marks over HTTP.

use actix_web::web::Path;

use super::{
    model::{Marks, NewMarks, Submission},
    put::{put, read},
    submit,
};
use crate::{bids::Bid, http::prelude::*, opportunities::Lot, prelude::*};

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

async fn put_scores(request: Request, bid: Path<Id<Bid>>, Body(new): Body<NewMarks>) -> Reply {
    let put = move |tx: &mut Tx<'_>, call: &Call| {
        put(tx, call, *bid, &new.scores)?.then(|items| Ok(Marks { items }))
    };
    request.act(put, Answer::ok).await
}

async fn list_scores(request: Request, bid: Path<Id<Bid>>) -> Reply {
    let items = request.read(move |db, actor| read(db, actor, *bid)).await?;
    Ok(Answer::ok(&Marks { items }))
}

async fn submit_scores(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let lot = *lot;
    let show = move |all: &bool| {
        let told = Submission { submitted: true, all_submitted: *all };
        Answer::created(&told, format!("/v1/lots/{lot}/panel"))
    };
    request.act(move |tx, call| submit(tx, call, lot), show).await
}
