//! The list of second factors over HTTP, and their reset by an administrator.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    reading::{self, SecondFactors},
    reset,
};
use crate::{http::prelude::*, prelude::*};

operations! { "accounts":
    /// List my second factors
    ///
    /// The authenticator app, the passkeys, and the number of recovery codes left.
    get "/v1/me/second-factors" list_second_factors =
        signed_in().gives::<SecondFactors>(200, "The second factors")
            .row("docef", "yyyyyy yy yyyy yyy");

    /// Reset the second factors of a user
    ///
    /// By an administrator, for a user who has lost all of them. The user's sessions end, and the user
    /// is told.
    post "/v1/users/{id}/second-factor-reset" reset_second_factors =
        signed_in().duty(Duty::People).takes::<FactorReset>()
            .says(204, "The second factors are removed")
            .says(409, "The user has no second factors").row("docef", "----y- -- ---- ---");
}

async fn list_second_factors(request: Request) -> Reply {
    let factors = request.read(reading::own_factors).await?;
    Ok(Answer::ok(&factors))
}

/// The reason for the reset; the user is told.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct FactorReset {
    /// The reason for the reset; the user is told.
    #[schema(
        example = "You have lost your telephone, and we have spoken on the number that we have of you."
    )]
    pub reason: Text<2_000>,
}

async fn reset_second_factors(
    request: Request,
    path: Path<Id<User>>,
    Body(body): Body<FactorReset>,
) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| reset::reset(tx, call, id, &body.reason), |()| Answer::done()).await
}
