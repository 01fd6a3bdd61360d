//! Passwords as values.

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::prelude::*;

/// A token and the password that it sets.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewPassword {
    /// The token from the mail.
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
    /// The new password: at least 12 characters of any kind.
    #[schema(value_type = String, min_length = 12, example = "three random words")]
    pub password: Password,
}

/// The current and the new password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasswordChange {
    /// The password as it is now.
    #[schema(value_type = String, example = "three random words")]
    pub current_password: String,
    /// The new password: at least 12 characters of any kind.
    #[schema(value_type = String, min_length = 12, example = "four more random words")]
    pub new_password: Password,
}

/// A password that has been compared with the hash that was read, and the hash that comes next.
#[derive(Debug, Clone)]
pub struct PasswordHashes {
    pub current: String,
    pub next: String,
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

    /// A password as it was typed to authenticate. An invalid one is replaced by a password of nobody
    /// and compared all the same, so that it takes as long.
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
