//! An organisation's identifiers over HTTP.

use actix_web::web::Path;

use super::{
    super::views::{OrganisationView, created},
    changing,
    model::{Identifier, IdentifierOf},
};
use crate::{http::prelude::*, prelude::*};

operations! { "organisations":
    /// Add an identifier
    ///
    /// By an owner. The identifier is shown as not verified until an administrator has checked it in
    /// its register.
    post "/v1/organisations/{id}/identifiers" add_identifier =
        signed_in().takes::<Identifier>()
            .versioned().gives::<OrganisationView>(201, "The organisation as it is now")
            .says(409, "The identifier already exists, or belongs to another organisation")
            .row("docef", "------ -- ynnn ---");

    /// Withdraw an identifier
    ///
    /// By an owner. An organisation keeps at least one identifier.
    post "/v1/organisations/{id}/identifiers/withdrawal" withdraw_identifier =
        signed_in().takes::<Identifier>()
            .versioned().gives::<OrganisationView>(201, "The organisation as it is now")
            .says(409, "The identifier is the last one, or does not exist")
            .row("docef", "------ -- ynnn ---");

    /// Verify an identifier
    ///
    /// By an administrator who is not a member of the organisation and has found the identifier in its
    /// register. Verifying the organisation also verifies all its identifiers of that time.
    post "/v1/organisations/{id}/identifiers/verification" verify_identifier =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification).takes::<Identifier>()
            .versioned().gives::<OrganisationView>(201, "The organisation as it is now")
            .says(409, "The organisation does not have the identifier")
            .row("docef", "nnnnyn nn nnnn nnn");
}

async fn add_identifier(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<Identifier>,
) -> Reply {
    let asked = IdentifierOf { organisation: path.into_inner(), identifier: new };
    request.act(move |tx, call| changing::add(tx, call, &asked), created).await
}

async fn withdraw_identifier(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(old): Body<Identifier>,
) -> Reply {
    let asked = IdentifierOf { organisation: path.into_inner(), identifier: old };
    request.act(move |tx, call| changing::withdraw(tx, call, &asked), created).await
}

async fn verify_identifier(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(found): Body<Identifier>,
) -> Reply {
    let asked = IdentifierOf { organisation: path.into_inner(), identifier: found };
    request.act(move |tx, call| changing::verify(tx, call, &asked), created).await
}
