//! Requests to join as values.

use crate::{prelude::*, words};

words!(
    /// How a request to join ended.
    JoinOutcome { Accepted = "accepted", Declined = "declined", Withdrawn = "withdrawn" }
);

/// Somebody who wants to become a member.
#[derive(Debug, Clone)]
pub struct JoinRequest {
    pub id: Id<JoinRequest>,
    pub organisation: Id<Organisation>,
    pub organisation_name: String,
    pub user: Id<User>,
    pub full_name: String,
    pub email: String,
    pub message: String,
    pub asked_at: Instant,
    pub answered_at: Option<Instant>,
    pub outcome: Option<JoinOutcome>,
}

/// An owner's answer to a request.
#[derive(Debug, Clone)]
pub struct JoinAnswer {
    pub request: Id<JoinRequest>,
    /// The roles of the new member; none where the answer is no.
    pub roles: Option<Vec<Role>>,
    pub reason: Option<Text<1_000>>,
}

/// A person who was declined may ask again after this.
pub const REST: Period = Period::days(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotJoin {
    #[error("you have asked already: an owner will answer")]
    Asked,
    #[error("you have asked five organisations already: take one request back first")]
    Many,
    #[error(
        "this organisation has no active owner who could answer: ask an administrator of the platform"
    )]
    Nobody,
    #[error("you have asked five times within a day: try again tomorrow")]
    TooOften,
    #[error("an owner declined not long ago: ask again in {} days, or have them invite you", REST.as_seconds() / 86_400)]
    Declined,
    #[error("this request was answered or withdrawn")]
    Over,
}

impl Refuse for CannotJoin {
    fn kind(&self) -> Kind {
        match self {
            Self::Asked => kinds::TAKEN,
            Self::Nobody | Self::Many | Self::TooOften | Self::Declined | Self::Over => {
                kinds::WRONG_STATE
            }
        }
    }
}
