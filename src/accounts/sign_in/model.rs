//! Sign-in as values.

use std::sync::Arc;

use crate::{
    accounts::{
        factors::{
            model::{Factor, FactorProof},
            passkeys::{
                ceremonies::Passkeys,
                model::{Challenge, PasskeyAnswer},
            },
        },
        limits::sign_in_limiter::SignInLimiter,
        model::Account,
        passwords::hashing::Hasher,
        sessions::model::{TokenPair, Vouched},
    },
    kernel::Email,
    prelude::*,
};

/// The services that a sign-in works with.
#[derive(Clone)]
pub struct SignInServices {
    pub hasher: Hasher,
    pub limiter: Arc<SignInLimiter>,
    pub passkeys: Arc<Passkeys>,
}

/// A sign-in by password, as it was asked for.
#[derive(Clone)]
pub struct PasswordSignIn {
    pub email: Email,
    pub password: String,
    /// The token that an earlier sign-in on this device gave.
    pub device_token: Option<Line<200>>,
}

/// The second step of a sign-in, as it was asked for.
#[derive(Debug, Clone)]
pub struct SecondFactorSignIn {
    /// The token of the first step.
    pub token: Line<200>,
    pub proof: FactorProof,
}

/// A sign-in by passkey, as it was asked for.
#[derive(Debug, Clone)]
pub struct PasskeySignIn {
    pub answer: PasskeyAnswer,
    pub device_token: Option<Line<200>>,
}

/// A password that has just been compared with the hash of an account.
#[derive(Debug, Clone)]
pub struct CheckedPassword {
    pub user: Id<User>,
    pub hash: String,
    /// A new hash of the same password, where the cost of hashing has changed (SAFETY E7).
    pub rehashed: Option<String>,
    pub origin: Origin,
}

/// The result of a first factor: a session, or the second step to it.
#[derive(Debug, Clone)]
pub enum SignedIn {
    Session(TokenPair),
    SecondStep(SecondStep),
}

/// The claims of an identity provider about a person.
#[derive(Debug, Clone)]
pub struct ProviderIdentity {
    /// Proved at the provider, and within the domains of its organisation.
    pub email: Email,
    pub full_name: Line<120>,
    /// The name of the organisation, for its letters.
    pub organisation: String,
}

/// The account of a person who signs in by an identity provider.
#[derive(Debug, Clone)]
pub struct ProviderAccount {
    pub user: Id<User>,
    /// Created by this sign-in.
    pub made: bool,
    pub account: Account,
}

/// A sign-in by an identity provider, once its account is found.
#[derive(Debug, Clone)]
pub struct ProviderSignIn {
    pub account: ProviderAccount,
    pub vouched: Vouched,
    pub origin: Origin,
}

/// How long a right password waits for its second factor.
pub const LIFE: Period = Period::minutes(5);

/// The second step that a sign-in waits for.
#[derive(Debug, Clone)]
pub struct SecondStep {
    /// Names this sign-in, for one use.
    pub token: String,
    pub factors: Vec<Factor>,
    pub passkey: Option<Challenge>,
}

/// The program and the device that a sign-in comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    pub agent: Option<String>,
    /// The hash of the device token, where the account was signed in on this device before.
    pub device: Option<String>,
}

/// The result of a second step. A wrong proof is counted, so the transaction must commit.
#[derive(Debug, Clone)]
pub enum SecondFactorOutcome {
    Session(TokenPair),
    Wrong,
}

/// The refusal of a second step that has run out or never began.
pub fn start_again() -> Problem {
    Problem::new(kinds::UNAUTHENTICATED, "this sign-in has expired; begin again")
}
