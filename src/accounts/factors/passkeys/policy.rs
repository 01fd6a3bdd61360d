//! The rule for removing a passkey.

use super::model::StoredPasskey;
use crate::prelude::*;

/// A user removes an own passkey.
pub struct RemovePasskey;

impl Rule for RemovePasskey {
    const NAME: &'static str = "passkey.remove";
    const FRESH: bool = true;
    type On = StoredPasskey;

    fn check(actor: &Actor, key: &StoredPasskey) -> Verdict {
        if actor.user() == Some(key.user) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}
