//! Letters about API keys.

use super::model::StoredKey;
use crate::outbox::{Letter, Place};

pub fn key_made(key: &StoredKey) -> Letter {
    Letter::new("api_key.made", "You have made an API key")
        .says("An API key was made in your name at Guildhall: a program that has it can do some of what you can do in your organisation.")
        .says("If it was not you, revoke it and choose a new password at once.")
        .fact("Key", &format!("{} ({}...)", key.name, key.hint))
        .fact("Ends", &key.expires_at.in_london())
        .link("Open Guildhall", Place::Docs)
        .about(&key.holder.organisation)
        .urgent()
}
