//! Consensus marks over HTTP.

use actix_web::web::Path;

use super::{
    super::scores::NewMarks,
    agree::{self, agree},
    model::Agreed,
};
use crate::{bids::Bid, http::prelude::*, prelude::*};

operations! { "evaluation":
    /// Set consensus marks of a bid
    ///
    /// By the chair, once all marking members of the panel have submitted their marks. The individual
    /// marks stay on record.
    put "/v1/bids/{id}/consensus" put_consensus =
        signed_in().writing().takes::<NewMarks>()
            .gives::<Agreed>(200, "The consensus marks of this bid")
            .says(409, "Not everybody has submitted, or the consensus is locked")
            .row("oc", "------ -- ---- ---").row("ef", "------ -- ---- nny");

    /// List the consensus marks of a bid
    ///
    /// The marks agreed so far. For readers of the marks.
    get "/v1/bids/{id}/consensus" list_consensus =
        signed_in().key(Scope::EvaluationRead).gives::<Agreed>(200, "The consensus marks")
            .says(409, "Not everybody has submitted").row("oc", "------ -- ---- ---")
            .row("ef", "-----y -- --y- yyy");
}

async fn put_consensus(request: Request, bid: Path<Id<Bid>>, Body(new): Body<NewMarks>) -> Reply {
    let agree = move |tx: &mut Tx<'_>, call: &Call| {
        agree(tx, call, *bid, &new.scores)?.then(|items| Ok(Agreed { items }))
    };
    request.act(agree, Answer::ok).await
}

async fn list_consensus(request: Request, bid: Path<Id<Bid>>) -> Reply {
    let items = request.read(move |db, actor| agree::read(db, actor, *bid)).await?;
    Ok(Answer::ok(&Agreed { items }))
}
