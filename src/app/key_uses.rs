//! When API keys were used, until it is written down.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    access::ApiKey,
    kernel::{Id, Instant},
};

#[derive(Debug, Default)]
pub struct KeyUses(Mutex<HashMap<Id<ApiKey>, Instant>>);

impl KeyUses {
    pub fn note(&self, key: Id<ApiKey>, at: Instant) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, at);
    }

    /// What was noted since the last time.
    pub fn take(&self) -> Vec<(Id<ApiKey>, Instant)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).drain().collect()
    }
}
