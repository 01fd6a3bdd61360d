//! Panels over HTTP.

use actix_web::web::{Data, Path};
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
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id},
    opportunities::Lot,
};

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

/// Appoint a panel member
///
/// By an owner or approver of the public body, from the publication of the lot until the consensus
/// is locked. A panel has one chair; members may belong to other organisations.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/panel",
    operation_id = "appoint_member",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewSeat,
    security(("bearer" = [])),
    responses((status = 201, description = "The seat", body = SeatView)),
)]
pub async fn appoint_member(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Lot>>,
    Body(new): Body<NewSeat>,
) -> Reply {
    let lot = path.into_inner();
    let asked = Appointment { user: new.user_id, role: new.role, scores: new.scores };
    let appoint = move |tx: &mut Tx<'_>, call: &Call| appoint::appoint(tx, call, lot, asked);
    let show = |made: &Appointed| {
        Answer::created(&SeatView::from(&made.seat), format!("/v1/lots/{}/panel", made.lot))
    };
    Ok(audit::act(&app, caller, appoint, show).await?)
}

/// Get the panel of a lot
///
/// The members, and whether each has declared interests and submitted marks; never the marks.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/panel",
    operation_id = "get_panel",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The panel", body = PanelView)),
)]
pub async fn get_panel(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let panel = audit::read(&app, caller, move |db, actor| read::read(db, actor, lot)).await?;
    Ok(Answer::ok(&PanelView { items: panel.seats.iter().map(SeatView::from).collect() }))
}

/// Dismiss a panel member
///
/// While the member has given no marks.
#[utoipa::path(
    delete,
    path = "/v1/lots/{id}/panel/{user_id}",
    operation_id = "dismiss_member",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid"), ("user_id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 204, description = "The member is dismissed")),
)]
pub async fn dismiss_member(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Lot>, Id<User>)>,
) -> Reply {
    let (lot, user) = path.into_inner();
    let dismiss = move |tx: &mut Tx<'_>, call: &Call| dismiss::dismiss(tx, call, lot, user);
    Ok(audit::act(&app, caller, dismiss, |()| Answer::done()).await?)
}
