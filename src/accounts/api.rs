//! Accounts and sessions over HTTP.

use super::{reading, views::Me};
use crate::{audit::Request, http::prelude::*};

operations! { "accounts":
    /// Get my account
    ///
    /// With my memberships and roles as they are now.
    get "/v1/me" get_me =
        signed_in().any_key().gives::<Me>(200, "My account").row("docef", "yyyyyy yy yyyy yyy");
}

async fn get_me(request: Request) -> Reply {
    let me = request.read(|db, actor| Ok(Me::of(reading::own_account(db, actor)?, actor))).await?;
    Ok(Answer::ok(&me))
}
