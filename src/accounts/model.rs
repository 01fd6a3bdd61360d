//! Users as values.

use diesel::{Queryable, Selectable};

use super::passwords::strength;
use crate::{access::Duties, db::schema::users, prelude::*, words};

words!(
    /// The state of an account.
    UserState {
        /// The address is not verified yet.
        Unverified = "unverified",
        /// The account can sign in.
        Active = "active",
        /// An administrator has suspended the account.
        Suspended = "suspended",
        /// The account is closed for good.
        Closed = "closed",
    }
);

/// A user as stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Account {
    pub id: Id<User>,
    pub email: String,
    pub full_name: String,
    pub password_hash: Option<String>,
    pub state: UserState,
    pub administrator: bool,
    /// The duties of an administrator.
    pub duties: Duties,
    pub auditor: bool,
    pub version: i64,
}

impl Account {
    /// The words of the name and the address: a password made of them is weak.
    pub fn words_about(&self) -> Vec<String> {
        strength::words_about(&self.email, &self.full_name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSignIn {
    /// An unknown address and a wrong password share a sentence, so that neither tells who is registered.
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    #[error("the current password is wrong")]
    WrongNow,
    #[error("confirm your address first: follow the link in the mail that we sent you")]
    Unverified,
    #[error(
        "this account was deactivated because it was not used; ask for a link to set a new password, which reactivates it"
    )]
    Idle,
    #[error(
        "your organisation signs in with its identity provider only: sign in with your organisation"
    )]
    ProviderOnly,
    #[error("this account is {0}; write to the administrators of the platform")]
    NotActive(UserState),
}

impl Refuse for CannotSignIn {
    fn kind(&self) -> Kind {
        match self {
            Self::Wrong => kinds::UNAUTHENTICATED,
            Self::WrongNow
            | Self::Unverified
            | Self::Idle
            | Self::ProviderOnly
            | Self::NotActive(_) => kinds::FORBIDDEN,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLink {
    #[error("this link is unknown, used or expired; request a new one")]
    Spent,
}

impl Refuse for BadLink {
    fn kind(&self) -> Kind {
        match self {
            Self::Spent => kinds::TOKEN_SPENT,
        }
    }
}
