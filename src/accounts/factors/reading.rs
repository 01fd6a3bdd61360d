//! The read of a person's own second factors.

use super::{
    passkeys::{model::StoredPasskey, store as passkeys},
    recovery_codes::store as recovery_codes,
    totp::store as totp,
};
use crate::{
    accounts::{policy::ManageOwnAccount, sessions::model::no_session, store as accounts},
    prelude::*,
};

/// The second factors of one account.
#[derive(Debug, Clone)]
pub struct SecondFactors {
    /// When the authenticator app was confirmed, where there is one.
    pub totp_since: Option<Instant>,
    pub passkeys: Vec<StoredPasskey>,
    pub recovery_codes_left: i64,
    /// Whether a role of the actor asks for a second factor.
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
