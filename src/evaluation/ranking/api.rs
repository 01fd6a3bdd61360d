//! Rankings over HTTP.

use actix_web::web::Path;

use super::{
    lock::{self, lock},
    model::RankedLot,
    views::{self, RankingView},
};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "evaluation":
    /// Lock the consensus and rank the bids
    ///
    /// By the chair, once every mark is agreed. Prices are marked by the formula `lowest price / price
    /// * scale_max`, rounded half up to two decimals.
    post "/v1/lots/{id}/consensus/lock" lock_consensus =
        signed_in().gives::<RankingView>(201, "The ranking")
            .says(422, "A mark is not agreed yet; errors lists each")
            .row("doc", "------ -- ---- nnn").row("ef", "------ -- ---- nny");

    /// Get the ranking of a lot
    ///
    /// For the panel, approvers of the buyer, and auditors, once the consensus is locked.
    get "/v1/lots/{id}/ranking" get_ranking =
        signed_in().key(Scope::EvaluationRead).gives::<RankingView>(200, "The ranking")
            .says(409, "The consensus is not locked yet").row("doc", "-----y -- --y- nnn")
            .row("ef", "-----y -- --y- yyy");
}

async fn lock_consensus(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let lot = *lot;
    let show = move |ranked: &RankedLot| {
        Answer::created(&views::ranking(ranked), format!("/v1/lots/{lot}/ranking"))
    };
    request.act(move |tx, call| lock(tx, call, lot), show).await
}

async fn get_ranking(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let ranked = request.read(move |db, actor| lock::read(db, actor, *lot)).await?;
    Ok(Answer::ok(&views::ranking(&ranked)))
}
