//! Sessions as values.

use diesel::{Queryable, Selectable};

use crate::{
    access::{Session, User},
    accounts::factors::model::Factor,
    db::schema::sessions,
    kernel::{Id, Instant, Problem, kinds},
};

/// What a sign-in gives: a short access token and the refresh token that gets the next one.
#[derive(Debug, Clone)]
pub struct Pair {
    pub access_token: String,
    pub expires_in: i64,
    pub refresh_token: String,
    /// Told once, on a device that is not known yet.
    pub device_token: Option<String>,
}

/// How somebody has proved who they are.
#[derive(Debug, Clone)]
pub struct Proved {
    /// What the program calls itself that signs in.
    pub agent: Option<String>,
    /// Whether this account was signed in to on this device before.
    pub known_device: bool,
    pub factor: Option<Factor>,
    /// What an identity provider says of it, where one was asked.
    pub vouched: Option<Vouched>,
}

/// What is believed of an identity provider's word.
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
    Fresh(Pair),
    Ended,
}

pub fn no_session() -> Problem {
    Problem::new(kinds::UNAUTHENTICATED, "this refresh token is of no use any more; sign in again")
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct StoredSession {
    pub id: Id<Session>,
    pub user_id: Id<User>,
    pub refresh_hash: String,
    pub created_at: Instant,
    pub refreshed_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub user_agent: Option<String>,
    /// The hash of the refresh token before, and of the key that its rotation came with.
    pub previous_hash: Option<String>,
    pub rotation_key: Option<String>,
    /// Whether a second factor, or a passkey, was proved in it.
    pub second_factor: bool,
    /// When its owner last proved that it is them.
    pub proved_at: Instant,
}
