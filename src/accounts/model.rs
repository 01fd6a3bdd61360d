//! Users as values.

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use zeroize::Zeroizing;

use super::strength;
use crate::{
    access::{Duties, User},
    kernel::{Faults, Id, Kind, Refuse, kinds},
    words,
};

words!(UserState {
    Unverified = "unverified", Active = "active", Suspended = "suspended", Closed = "closed",
});

/// A user as stored.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: Id<User>,
    pub email: String,
    pub full_name: String,
    pub password_hash: Option<String>,
    pub state: UserState,
    pub administrator: bool,
    /// Of an administrator: what they may do for the platform.
    pub duties: Duties,
    pub auditor: bool,
    pub version: i64,
}

impl Account {
    /// The words that say whose account it is: no password of it may be made of them.
    pub fn words_about(&self) -> Vec<String> {
        strength::words_about(&self.email, &self.full_name)
    }
}

/// A password as its owner typed it: 12 characters to 1,024 bytes, any characters (NCSC, OWASP).
/// Never shown, never logged, forgotten when dropped.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    const LEAST: usize = 12;
    const MOST: usize = 1_024;

    pub fn parse(raw: String) -> Result<Self, &'static str> {
        let raw = Zeroizing::new(raw);
        if raw.chars().count() < Self::LEAST {
            return Err("use at least 12 characters; three random words work well");
        }
        if raw.len() > Self::MOST {
            return Err("use at most 1,024 bytes");
        }
        Ok(Self(raw))
    }

    /// A password as somebody typed it to prove who they are. What cannot be one is compared all
    /// the same, as another that is nobody's, so that it takes as long.
    pub fn typed(raw: String) -> Self {
        Self::parse(raw).unwrap_or_else(|_cause| Self(Zeroizing::new("\0".repeat(Self::LEAST))))
    }

    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(..)")
    }
}

impl Deserr<Faults> for Password {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        Self::parse(raw).map_err(|why| Faults::at(at, "password", why))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSignIn {
    /// One sentence for an unknown address and a wrong password.
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
    #[error("this link is not known, has been used, or has run out; ask for a new one")]
    Spent,
}

impl Refuse for BadLink {
    fn kind(&self) -> Kind {
        match self {
            Self::Spent => kinds::TOKEN_SPENT,
        }
    }
}
