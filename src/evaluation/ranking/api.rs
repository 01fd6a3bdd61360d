//! Rankings over HTTP.

use actix_web::web::Path;

use super::{
    lock, read,
    views::{self, RankingView},
};
use crate::{
    audit::Call,
    db::Tx,
    http::{Answer, Reply},
    kernel::Id,
    opportunities::Lot,
};
use crate::{http::prelude::*, prelude::*};

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

async fn lock_consensus(request: Request, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let lock = move |tx: &mut Tx<'_>, call: &Call| {
        lock(tx, call, lot)?.then(|_| Ok(views::ranking(&read::read(tx.db(), &call.actor, lot)?)))
    };
    let show = move |view: &RankingView| Answer::created(view, format!("/v1/lots/{lot}/ranking"));
    request.act(lock, show).await
}

async fn get_ranking(request: Request, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let ranked = request.read(move |db, actor| read::read(db, actor, lot)).await?;
    Ok(Answer::ok(&views::ranking(&ranked)))
}
