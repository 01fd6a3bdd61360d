//! How an API key is written: so that a leaked one is found by a pattern, a mistyped one is told
//! without asking the database, and nothing of it is kept but its hash (SAFETY E18).
//!
//! `ghk_`, 52 letters and digits of base 32 (256 random bits), 8 hex digits of their CRC-32.

use sha2::{Digest as _, Sha256};
use totp_rs::Secret;
use zeroize::Zeroizing;

use crate::db::Fault;

const PREFIX: &str = "ghk_";

const RANDOM: usize = 52;

const CHECKSUM: usize = 8;

/// How much of a key is shown in lists, to tell keys apart.
const HINT: usize = 12;

/// A key as its owner gets it, once.
pub struct KeyText(Zeroizing<String>);

impl KeyText {
    pub fn generate() -> Result<Self, Fault> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| Fault::corrupt(&error))?;
        let random = Secret::new(Box::new(bytes)).to_base32().to_ascii_lowercase();
        let sum = checksum(&random);
        Ok(Self(Zeroizing::new(format!("{PREFIX}{random}{sum}"))))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Its first characters.
    pub fn hint(&self) -> String {
        self.0.chars().take(HINT).collect()
    }

    pub fn begins_like_one(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// The hash of what is written as a key, checksum and all.
    pub fn read(text: &str) -> Option<[u8; 32]> {
        let rest = text.strip_prefix(PREFIX)?;
        let (random, sum) = rest.split_at_checked(RANDOM)?;
        let plain = random.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let whole = plain && sum.len() == CHECKSUM && sum == checksum(random);
        whole.then(|| Sha256::digest(text.as_bytes()).into())
    }
}

fn checksum(random: &str) -> String {
    format!("{:08x}", crc32fast::hash(random.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_no_other() {
        let key = KeyText::generate().unwrap();
        assert_eq!(key.as_str().len(), 64);
        assert_eq!(KeyText::read(key.as_str()), Some(key.hash()));
        assert!(KeyText::begins_like_one(key.as_str()) && key.as_str().starts_with(&key.hint()));
        for n in 0..64 {
            let mut typed: Vec<char> = key.as_str().chars().collect();
            typed[n] = if typed[n] == 'a' { 'b' } else { 'a' };
            assert_eq!(KeyText::read(&typed.iter().collect::<String>()), None, "{n}");
        }
        for other in ["", "ghk_", key.as_str().get(..63).unwrap(), &format!("{}0", key.as_str())] {
            assert_eq!(KeyText::read(other), None);
        }
    }
}
