//! Declarations over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    declare,
    model::{Declaration, Declarations, Declared},
    read,
};
use crate::{http::prelude::*, kernel::list_of_ids, opportunities::Lot, prelude::*};

operations! { "evaluation":
    /// Declare interests in a lot
    ///
    /// By each member of the panel, once the bids are open. A panel member reads no bid before
    /// declaring; a conflict of interest bars the bid. A later declaration replaces an earlier one, and
    /// withdraws the member's marks for bids in which it names a conflict.
    post "/v1/lots/{id}/declarations" declare_interests_in_lot =
        signed_in().takes::<NewDeclaration>().gives::<Declaration>(201, "The declaration")
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
    /// The words of the declaration.
    #[schema(value_type = String, example = "I have no interest in any of the bidders.")]
    pub statement: Text<4_000>,
}

async fn declare_interests_in_lot(
    request: Request,
    lot: Path<Id<Lot>>,
    Body(new): Body<NewDeclaration>,
) -> Reply {
    let lot = *lot;
    let asked = Declared { conflicts: new.conflicts, statement: new.statement };
    let show =
        move |made: &Declaration| Answer::created(made, format!("/v1/lots/{lot}/declarations"));
    request.act(move |tx, call| declare(tx, call, lot, &asked), show).await
}

async fn list_declarations(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let items = request.read(move |db, actor| read::read(db, actor, *lot)).await?;
    Ok(Answer::ok(&Declarations { items }))
}
