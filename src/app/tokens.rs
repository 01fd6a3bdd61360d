//! Access tokens that were found good: a signature is checked once, not with every request. What
//! the person may do is read anew each time, so nothing taken away is used again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use sha2::{Digest as _, Sha256};

use crate::access::Credential;

/// A token whose signature and claims are ours: whose, and from when until when, in seconds.
#[derive(Debug, Clone)]
pub struct Proven {
    pub credential: Credential,
    /// The key that signed it, which may be taken away.
    pub key: Arc<str>,
    pub begins: i64,
    pub ends: i64,
}

/// More than this many are forgotten all at once: they are found good again.
const MOST: usize = 20_000;

/// By the SHA-256 of the whole token; no token itself is kept.
#[derive(Debug, Default)]
pub struct ProvenTokens(Mutex<HashMap<[u8; 32], Proven>>);

impl ProvenTokens {
    /// What is known of a token, else what `prove` finds; a bad one is not remembered.
    pub fn get_or(&self, token: &str, prove: impl FnOnce() -> Option<Proven>) -> Option<Proven> {
        let hash: [u8; 32] = Sha256::digest(token).into();
        let known = |tokens: &Mutex<HashMap<[u8; 32], Proven>>| {
            tokens.lock().unwrap_or_else(PoisonError::into_inner).get(&hash).cloned()
        };
        if let Some(proven) = known(&self.0) {
            return Some(proven);
        }
        let proven = prove()?;
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= MOST {
            tokens.clear();
        }
        tokens.insert(hash, proven.clone());
        Some(proven)
    }
}
