//! Passwords as values.

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use zeroize::Zeroizing;

use crate::kernel::Faults;

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
