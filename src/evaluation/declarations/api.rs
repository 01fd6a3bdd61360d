//! Declarations over HTTP.

use actix_web::web::Path;

use super::{
    declare::{declare, read},
    model::{Declaration, Declarations, Declared},
};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "evaluation":
    /// Declare interests in a lot
    ///
    /// By each member of the panel, once the bids are open. A panel member reads no bid before
    /// declaring; a conflict of interest bars the bid. A later declaration replaces an earlier one, and
    /// withdraws the member's marks for bids in which it names a conflict.
    post "/v1/lots/{id}/declarations" declare_interests_in_lot =
        signed_in().takes::<Declared>().gives::<Declaration>(201, "The declaration")
            .row("docef", "------ -- ---- yyy");

    /// List declarations of interests
    ///
    /// All declarations for the chair, approvers and auditors; their own for other members of the
    /// panel.
    get "/v1/lots/{id}/declarations" list_declarations =
        signed_in().key(Scope::EvaluationRead).gives::<Declarations>(200, "The declarations")
            .row("docef", "-----y -- yyyy yyy");
}

async fn declare_interests_in_lot(
    request: Request,
    lot: Path<Id<Lot>>,
    Body(asked): Body<Declared>,
) -> Reply {
    let lot = *lot;
    let show =
        move |made: &Declaration| Answer::created(made, format!("/v1/lots/{lot}/declarations"));
    request.act(move |tx, call| declare(tx, call, lot, &asked), show).await
}

async fn list_declarations(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let items = request.read(move |db, actor| read(db, actor, *lot)).await?;
    Ok(Answer::ok(&Declarations { items }))
}
