//! The read of a person's own second factors.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    passkeys::{model::StoredPasskey, store as passkeys},
    recovery_codes::store as recovery_codes,
    totp::store as totp,
};
use crate::{
    accounts::{policy::ManageOwnAccount, sessions::model::no_session, store as accounts},
    prelude::*,
};

/// My second factors.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SecondFactorsView)]
pub struct SecondFactors {
    /// The time from which codes of an authenticator app are asked for; none without an app.
    pub totp_since: Option<Instant>,
    /// My passkeys, oldest first.
    pub passkeys: Vec<StoredPasskey>,
    /// How many of the ten recovery codes are unused.
    pub recovery_codes_left: i64,
    /// Whether one of my roles requires a second factor.
    pub needed: bool,
}

/// The second factors of the actor.
pub fn own_factors(db: &mut Db, actor: &Actor) -> Result<SecondFactors, Fault> {
    let user = actor.user().ok_or_else(no_session)?;
    let (_, account) = accounts::load(db, user)?.open::<ManageOwnAccount>(actor)?;
    Ok(SecondFactors {
        passkeys: passkeys::passkeys_of(db, account.id)?,
        totp_since: totp::totp(db, user)?.and_then(|totp| totp.confirmed_at),
        recovery_codes_left: recovery_codes::codes_left(db, user)?,
        needed: actor.needs_second_factor(),
    })
}
