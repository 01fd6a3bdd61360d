//! Recovery codes as values.

use totp_rs::Secret;

use crate::{
    accounts::tokens::one_time::{random, token_hash},
    db::Fault,
};

/// A code to be kept on paper, for the day when the app or the passkey is lost: 80 random bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// How many are given at once.
    pub const MANY: usize = 10;

    pub fn generate() -> Result<Self, Fault> {
        Ok(Self(Secret::new(random::<10>()?).to_base32()))
    }

    /// As it was typed: without regard to case, blanks and dashes.
    pub fn typed(raw: &str) -> Self {
        let plain = raw.chars().filter(char::is_ascii_alphanumeric);
        Self(plain.map(|c| c.to_ascii_uppercase()).collect())
    }

    /// As it is shown: `abcd-efgh-ijkl-mnop`.
    pub fn shown(&self) -> String {
        let mut shown = String::new();
        for (n, c) in self.0.to_ascii_lowercase().chars().enumerate() {
            if n > 0 && n.is_multiple_of(4) {
                shown.push('-');
            }
            shown.push(c);
        }
        shown
    }

    /// The hash that is stored.
    pub fn hash(&self) -> String {
        token_hash(&self.0)
    }
}

/// The recovery codes that a first factor brings; none with another one.
pub type Codes = Option<Vec<RecoveryCode>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovery_codes_are_typed_as_people_type() {
        let code = RecoveryCode::generate().unwrap();
        assert_eq!(code.shown().len(), 19);
        for typed in [code.shown(), code.shown().to_uppercase(), code.shown().replace('-', " ")] {
            assert_eq!(RecoveryCode::typed(&typed).hash(), code.hash());
        }
        assert_ne!(RecoveryCode::generate().unwrap(), code);
    }
}
