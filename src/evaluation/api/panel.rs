//! The panel of a lot and what its members declare.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    declarations::{self, Declared},
    model::{PanelRole, Seat},
    panel::{self, Appointment},
    store::Declaration,
};
use crate::{
    access::{Organisation, User},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Instant, Text, list_of_ids},
    opportunities::Lot,
};

/// Whom to appoint.
#[derive(Debug, Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSeat {
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub user_id: Id<User>,
    #[schema(example = "evaluator")]
    pub role: PanelRole,
    /// The chair marks too unless this is false; an observer never marks.
    #[deserr(default)]
    pub scores: Option<bool>,
}

/// Somebody on the panel.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub full_name: String,
    pub role: PanelRole,
    pub scores: bool,
    pub declared: bool,
    pub submitted: bool,
    pub appointed_at: Instant,
}

impl From<&Seat> for SeatView {
    fn from(seat: &Seat) -> Self {
        Self {
            user_id: seat.user,
            full_name: seat.full_name.clone(),
            role: seat.role,
            scores: seat.scores,
            declared: seat.has_declared(),
            submitted: seat.submitted,
            appointed_at: seat.appointed_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PanelView {
    pub items: Vec<SeatView>,
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
    let appoint = move |tx: &mut Tx<'_>, call: &Call| panel::appoint(tx, call, lot, asked);
    let show = |(lot, seat): &(Id<Lot>, Seat)| {
        Answer::created(&SeatView::from(seat), format!("/v1/lots/{lot}/panel"))
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
    responses((status = 200, description = "Who is on it", body = PanelView)),
)]
pub async fn get_panel(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let on = audit::read(&app, caller, move |db, actor| panel::read(db, actor, lot)).await?;
    Ok(Answer::ok(&PanelView { items: on.panel.iter().map(SeatView::from).collect() }))
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
    responses((status = 204, description = "Off the panel")),
)]
pub async fn dismiss_member(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Lot>, Id<User>)>,
) -> Reply {
    let (lot, user) = path.into_inner();
    let dismiss = move |tx: &mut Tx<'_>, call: &Call| panel::dismiss(tx, call, lot, user);
    Ok(audit::act(&app, caller, dismiss, |()| Answer::done()).await?)
}

/// What somebody declares.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDeclaration {
    /// The bidders with whom there is a conflict: their bids are barred.
    #[schema(schema_with = list_of_ids)]
    pub conflicts: Vec<Id<Organisation>>,
    #[schema(value_type = String, example = "I have no interest in any of the bidders.")]
    pub statement: Text<4_000>,
}

/// A declaration of interests.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeclarationView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    #[schema(schema_with = list_of_ids)]
    pub conflicts: Vec<Id<Organisation>>,
    pub statement: String,
    pub declared_at: Instant,
}

impl From<&Declaration> for DeclarationView {
    fn from(made: &Declaration) -> Self {
        Self {
            user_id: made.user,
            conflicts: made.conflicts.clone(),
            statement: made.statement.clone(),
            declared_at: made.declared_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Declarations {
    pub items: Vec<DeclarationView>,
}

/// Declare interests in a lot
///
/// By each member of the panel, once the bids are open. A panel member reads no bid before
/// declaring; a conflict of interest bars the bid. A later declaration replaces an earlier one, and
/// withdraws the member's marks for bids in which it names a conflict.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/declarations",
    operation_id = "declare_interests_in_lot",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewDeclaration,
    security(("bearer" = [])),
    responses((status = 201, description = "The declaration", body = DeclarationView)),
)]
pub async fn declare_interests_in_lot(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Lot>>,
    Body(new): Body<NewDeclaration>,
) -> Reply {
    let lot = path.into_inner();
    let asked = Declared { conflicts: new.conflicts, statement: new.statement };
    let declare = move |tx: &mut Tx<'_>, call: &Call| declarations::declare(tx, call, lot, &asked);
    let show = move |made: &Declaration| {
        Answer::created(&DeclarationView::from(made), format!("/v1/lots/{lot}/declarations"))
    };
    Ok(audit::act(&app, caller, declare, show).await?)
}

/// List declarations of interests
///
/// All declarations for the chair, approvers and auditors; their own for other members of the
/// panel.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/declarations",
    operation_id = "list_declarations",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The declarations", body = Declarations)),
)]
pub async fn list_declarations(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let all =
        audit::read(&app, caller, move |db, actor| declarations::read(db, actor, lot)).await?;
    Ok(Answer::ok(&Declarations { items: all.iter().map(DeclarationView::from).collect() }))
}
