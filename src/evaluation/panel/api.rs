//! Panels over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::model::PanelRole,
    appoint::{self, Appointed, Appointment},
    dismiss, read,
    views::{PanelView, SeatView},
};
use crate::{
    access::User,
    audit::Call,
    db::Tx,
    http::{Answer, Body, Reply},
    kernel::{Faults, Id},
    opportunities::Lot,
};
use crate::{http::prelude::*, prelude::*};

operations! { "evaluation":
    /// Appoint a panel member
    ///
    /// By an owner or approver of the public body, from the publication of the lot until the consensus
    /// is locked. A panel has one chair; members may belong to other organisations.
    post "/v1/lots/{id}/panel" appoint_member =
        signed_in().takes::<NewSeat>().gives::<SeatView>(201, "The seat").row("d", "------ -- ----")
            .row("ocef", "nnnnnn nn ynyn nnn");

    /// Get the panel of a lot
    ///
    /// The members, and whether each has declared interests and submitted marks; never the marks.
    get "/v1/lots/{id}/panel" get_panel =
        signed_in().key(Scope::EvaluationRead).gives::<PanelView>(200, "The panel")
            .row("docef", "-----y -- yyyy yyy");

    /// Dismiss a panel member
    ///
    /// While the member has given no marks.
    delete "/v1/lots/{id}/panel/{user_id}" dismiss_member =
        signed_in().says(204, "The member is dismissed").row("d", "------ -- ----")
            .row("ocef", "nnnnnn nn ynyn nnn");
}

/// The person to appoint.
#[derive(Debug, Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSeat {
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub user_id: Id<User>,
    #[schema(example = "evaluator")]
    pub role: PanelRole,
    /// Whether the chair marks too (default); an observer never marks.
    #[deserr(default)]
    pub scores: Option<bool>,
}

async fn appoint_member(request: Request, path: Path<Id<Lot>>, Body(new): Body<NewSeat>) -> Reply {
    let lot = path.into_inner();
    let asked = Appointment { user: new.user_id, role: new.role, scores: new.scores };
    let appoint = move |tx: &mut Tx<'_>, call: &Call| appoint::appoint(tx, call, lot, asked);
    let show = |made: &Appointed| {
        Answer::created(&SeatView::from(&made.seat), format!("/v1/lots/{}/panel", made.lot))
    };
    request.act(appoint, show).await
}

async fn get_panel(request: Request, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let panel = request.read(move |db, actor| read::read(db, actor, lot)).await?;
    Ok(Answer::ok(&PanelView { items: panel.seats.iter().map(SeatView::from).collect() }))
}

async fn dismiss_member(request: Request, path: Path<(Id<Lot>, Id<User>)>) -> Reply {
    let (lot, user) = path.into_inner();
    let dismiss = move |tx: &mut Tx<'_>, call: &Call| dismiss::dismiss(tx, call, lot, user);
    request.act(dismiss, |()| Answer::done()).await
}
