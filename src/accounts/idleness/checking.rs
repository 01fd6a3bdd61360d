//! Whether an account is still in use.

use crate::{
    accounts::model::{Account, CannotSignIn},
    db,
    prelude::*,
};

/// Refuses an account that has been idle for too long.
pub fn still_used(db: &mut Db, account: &Account, call: &Call) -> Result<(), Fault> {
    let seen = db::last_seen(db, account.id)?;
    let idle = call.app.config.account_idle;
    if seen.plus(idle) <= call.at { Err(CannotSignIn::Idle.into()) } else { Ok(()) }
}
