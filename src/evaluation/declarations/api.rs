//! Declarations over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    declare,
    model::{Declaration, Declared},
    read,
    views::{DeclarationView, Declarations},
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Text, list_of_ids},
    opportunities::Lot,
};

/// A declaration of interests.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDeclaration {
    /// The bidders with whom there is a conflict: their bids are barred.
    #[schema(schema_with = list_of_ids)]
    pub conflicts: Vec<Id<Organisation>>,
    #[schema(value_type = String, example = "I have no interest in any of the bidders.")]
    pub statement: Text<4_000>,
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
    let declare = move |tx: &mut Tx<'_>, call: &Call| declare(tx, call, lot, &asked);
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
    let all = audit::read(&app, caller, move |db, actor| read::read(db, actor, lot)).await?;
    Ok(Answer::ok(&Declarations { items: all.iter().map(DeclarationView::from).collect() }))
}
