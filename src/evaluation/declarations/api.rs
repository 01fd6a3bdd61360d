//! Declarations over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    declare,
    model::{Declaration, Declared},
    read,
    views::{DeclarationView, Declarations},
};
use crate::{access::Scope, audit::Request, operations};
use crate::{http::prelude::*, kernel::list_of_ids, opportunities::Lot, prelude::*};

operations! { "evaluation":
    /// Declare interests in a lot
    ///
    /// By each member of the panel, once the bids are open. A panel member reads no bid before
    /// declaring; a conflict of interest bars the bid. A later declaration replaces an earlier one, and
    /// withdraws the member's marks for bids in which it names a conflict.
    post "/v1/lots/{id}/declarations" declare_interests_in_lot =
        signed_in().takes::<NewDeclaration>().gives::<DeclarationView>(201, "The declaration")
            .row("docef", "------ -- ---- yyy");

    /// List declarations of interests
    ///
    /// All declarations for the chair, approvers and auditors; their own for other members of the
    /// panel.
    get "/v1/lots/{id}/declarations" list_declarations =
        signed_in().key(Scope::EvaluationRead).gives::<Declarations>(200, "The declarations")
            .row("docef", "-----y -- yyyy yyy");
}

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

async fn declare_interests_in_lot(
    request: Request,
    path: Path<Id<Lot>>,
    Body(new): Body<NewDeclaration>,
) -> Reply {
    let lot = path.into_inner();
    let asked = Declared { conflicts: new.conflicts, statement: new.statement };
    let declare = move |tx: &mut Tx<'_>, call: &Call| declare(tx, call, lot, &asked);
    let show = move |made: &Declaration| {
        Answer::created(&DeclarationView::from(made), format!("/v1/lots/{lot}/declarations"))
    };
    request.act(declare, show).await
}

async fn list_declarations(request: Request, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let all = request.read(move |db, actor| read::read(db, actor, lot)).await?;
    Ok(Answer::ok(&Declarations { items: all.iter().map(DeclarationView::from).collect() }))
}
