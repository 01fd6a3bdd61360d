//! The read of the own account.

use super::{model::Account, policy::ReadMe, sessions::model::no_session, store};
use crate::prelude::*;

/// The account of the actor.
pub fn own_account(db: &mut Db, actor: &Actor) -> Result<Account, Fault> {
    let user = actor.user().ok_or_else(no_session)?;
    let (_, account) = store::load(db, user)?.open::<ReadMe>(actor)?;
    Ok(account)
}
