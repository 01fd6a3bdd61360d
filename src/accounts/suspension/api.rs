//! Suspension over HTTP, for administrators of the platform.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::suspending;
use crate::{http::prelude::*, prelude::*};

operations! { "accounts":
    /// Suspend a user
    ///
    /// By an administrator. The user's sessions end at once, and the user is told the reason.
    post "/v1/users/{id}/suspension" suspend_user =
        signed_in().duty(Duty::People).takes::<Suspension>().says(204, "Suspended")
            .says(409, "Not an active account").row("docef", "----y- -- ---- ---");

    /// Reinstate a user
    ///
    /// By an administrator. The user can sign in again and is told.
    delete "/v1/users/{id}/suspension" reinstate_user =
        signed_in().duty(Duty::People).says(204, "Reinstated").says(409, "Not a suspended account")
            .row("docef", "----y- -- ---- ---");
}

/// The reason for the suspension; the user is told.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Suspension {
    /// The reason; the user is told.
    #[schema(example = "Your password was found in a leak; write to us to be let in again.")]
    pub reason: Text<2_000>,
}

async fn suspend_user(
    request: Request,
    path: Path<Id<User>>,
    Body(body): Body<Suspension>,
) -> Reply {
    let id = path.into_inner();
    request
        .act(move |tx, call| suspending::suspend(tx, call, id, &body.reason), |()| Answer::done())
        .await
}

async fn reinstate_user(request: Request, path: Path<Id<User>>) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| suspending::reinstate(tx, call, id), |()| Answer::done()).await
}
