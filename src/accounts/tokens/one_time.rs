//! One-time tokens: random, and kept as hashes.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::db::Fault;

/// 256 random bits, as they stand in a link.
pub fn one_time_token() -> Result<String, Fault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Fault::corrupt(&error))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The hash of a token that is stored: SHA-256 in hex.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

pub fn same_hash(one: &str, other: &str) -> bool {
    bool::from(one.as_bytes().ct_eq(other.as_bytes()))
}

/// As many random bytes.
pub fn random<const N: usize>() -> Result<Box<[u8]>, Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault::corrupt(&error))?;
    Ok(Box::new(bytes))
}
