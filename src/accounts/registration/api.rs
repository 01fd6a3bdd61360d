//! Registration over HTTP.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{NewUser, Registered},
    registering,
};
use crate::{accounts::sign_in::model::SignInServices, http::prelude::*, prelude::*};

operations! { "accounts":
    /// Register an account
    ///
    /// Mails a link that verifies the address. The answer is the same if the address already has an
    /// account; its owner is then told by mail.
    post "/v1/users" register_user =
        open().takes::<NewUser>().gives::<Registered>(201, "The account, to be verified");

    /// Verify an e-mail address
    ///
    /// With the token from the mail. The token works once, for two days.
    post "/v1/users/verification" verify_user =
        open().takes::<TokenBody>().says(204, "The address is confirmed; sign in");
}

async fn register_user(
    request: Request,
    services: SignInServices,
    Body(new): Body<NewUser>,
) -> Reply {
    let show = |new: &Registered| Answer::created(new, "/v1/me");
    registering::sign_up(&request, &services, new, show).await
}

/// A token from a mail.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TokenBody {
    /// The token from the mail.
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
}

async fn verify_user(request: Request, Body(body): Body<TokenBody>) -> Reply {
    request
        .act(
            move |tx, call| registering::verify(tx, call, body.token.as_str()),
            |()| Answer::done(),
        )
        .await
}
