//! Panels over HTTP.

use actix_web::web::Path;

use super::{
    super::model::{Panel, Seat},
    appoint::{self, Appointment},
};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "evaluation":
    /// Appoint a panel member
    ///
    /// By an owner or approver of the public body, from the publication of the lot until the consensus
    /// is locked. A panel has one chair; members may belong to other organisations.
    post "/v1/lots/{id}/panel" appoint_member =
        signed_in().takes::<Appointment>().gives::<Seat>(201, "The seat").row("d", "------ -- ----")
            .row("ocef", "nnnnnn nn ynyn nnn");

    /// Get the panel of a lot
    ///
    /// The members, and whether each has declared interests and submitted marks; never the marks.
    get "/v1/lots/{id}/panel" get_panel =
        signed_in().key(Scope::EvaluationRead).gives::<Panel>(200, "The panel")
            .row("docef", "-----y -- yyyy yyy");

    /// Dismiss a panel member
    ///
    /// While the member has given no marks.
    delete "/v1/lots/{id}/panel/{user_id}" dismiss_member =
        signed_in().says(204, "The member is dismissed").row("d", "------ -- ----")
            .row("ocef", "nnnnnn nn ynyn nnn");
}

async fn appoint_member(
    request: Request,
    lot: Path<Id<Lot>>,
    Body(asked): Body<Appointment>,
) -> Reply {
    let lot = *lot;
    let show = move |seat: &Seat| Answer::created(seat, format!("/v1/lots/{lot}/panel"));
    request.act(move |tx, call| appoint::appoint(tx, call, lot, asked), show).await
}

async fn get_panel(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let panel = request.read(move |db, actor| appoint::read(db, actor, *lot)).await?;
    Ok(Answer::ok(&panel))
}

async fn dismiss_member(request: Request, path: Path<(Id<Lot>, Id<User>)>) -> Reply {
    let (lot, user) = path.into_inner();
    request.act(move |tx, call| appoint::dismiss(tx, call, lot, user), |()| Answer::done()).await
}
