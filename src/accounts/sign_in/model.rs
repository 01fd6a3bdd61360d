//! Sign-in as values.

use crate::{
    access::User,
    accounts::{
        factors::{model::Factor, passkeys::model::Challenge},
        model::Account,
        sessions::model::Pair,
    },
    kernel::{Email, Id, Line, Period, Problem, kinds},
};

/// Somebody whose password has just been compared with a hash.
#[derive(Debug, Clone)]
pub struct Compared {
    pub user: Id<User>,
    pub hash: String,
    /// A new hash of the same password, where the cost of hashing has changed (SAFETY E7).
    pub fresh: Option<String>,
    pub origin: Origin,
}

/// What a right password gives.
#[derive(Debug, Clone)]
pub enum Started {
    Session(Pair),
    SecondStep(SecondStep),
}

/// What an identity provider says of somebody.
#[derive(Debug, Clone)]
pub struct Vouching {
    /// Proved there, and within the domains of the provider's organisation.
    pub email: Email,
    pub full_name: Line<120>,
    /// As its letters call it.
    pub organisation: String,
}

/// The account of who has come.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub user: Id<User>,
    /// Made just now.
    pub made: bool,
    pub account: Account,
}

/// How long a right password waits for its second factor.
pub const LIFE: Period = Period::minutes(5);

/// What a right password gives where a second factor is needed.
#[derive(Debug, Clone)]
pub struct SecondStep {
    /// Names this sign-in, once.
    pub token: String,
    pub factors: Vec<Factor>,
    pub passkey: Option<Challenge>,
}

/// What is known of the device and program that sign in.
#[derive(Debug, Clone)]
pub struct Origin {
    pub agent: Option<String>,
    /// The device that this account was signed in to before, if it was.
    pub device: Option<String>,
}

/// How a second step ended. A wrong proof is counted, which is a change and must commit.
#[derive(Debug, Clone)]
pub enum Finished {
    Session(Pair),
    Wrong,
}

/// What is said of a second step that is over, or never was.
pub fn start_again() -> Problem {
    Problem::new(kinds::UNAUTHENTICATED, "this sign-in has run out; begin again")
}
