//! Sessions as values.

use crate::{accounts::factors::model::Factor, prelude::*};

/// The tokens of a session: a short access token, and the refresh token for the next pair.
#[derive(Debug, Clone)]
pub struct TokenPair {
    pub access_token: String,
    pub expires_in: i64,
    pub refresh_token: String,
    /// Told once, on a device that is not known yet.
    pub device_token: Option<String>,
}

/// The proofs with which a session starts.
#[derive(Debug, Clone)]
pub struct Proved {
    /// The user agent of the program that signs in.
    pub agent: Option<String>,
    /// Whether this account was signed in to on this device before.
    pub known_device: bool,
    pub factor: Option<Factor>,
    /// The word of an identity provider, where one was asked.
    pub vouched: Option<Vouched>,
}

/// The part of an identity provider's word that is trusted.
#[derive(Debug, Clone, Copy)]
pub struct Vouched {
    /// Whether it saw a second factor.
    pub strong: bool,
    /// When the person proved themselves there, as far as it says; never later than now.
    pub at: Instant,
}

/// How a refresh ended. A token used twice ends the session, which is a change and must commit.
#[derive(Debug, Clone)]
pub enum Refreshed {
    Fresh(TokenPair),
    Ended,
}

pub fn no_session() -> Problem {
    Problem::new(kinds::UNAUTHENTICATED, "this refresh token is no longer valid; sign in again")
}
