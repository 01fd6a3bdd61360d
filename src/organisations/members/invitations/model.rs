//! Invitations as values.

use super::super::model::Roles;
use crate::prelude::*;

/// How long an invitation may be accepted.
pub const LIFE: Period = Period::days(7);

/// An invitation that has not been accepted.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: Id<Invitation>,
    pub organisation: Id<Organisation>,
    pub organisation_name: String,
    pub email: String,
    pub roles: Roles,
    /// The owner who invited; the invitation counts as long as they are an owner.
    pub by: Id<User>,
    pub expires_at: Instant,
}

/// The place of an invitation in its organisation.
#[derive(Debug, Clone, Copy)]
pub struct InvitationOf {
    pub organisation: Id<Organisation>,
    pub id: Id<Invitation>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAccept {
    #[error("this invitation is unknown, used or expired; ask for a new one")]
    NoInvitation,
    #[error(
        "this invitation was sent to another address; sign in with the account of that address"
    )]
    NotYours,
}

impl Refuse for CannotAccept {
    fn kind(&self) -> Kind {
        match self {
            Self::NoInvitation => kinds::TOKEN_SPENT,
            Self::NotYours => kinds::FORBIDDEN,
        }
    }
}
