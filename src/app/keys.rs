//! The keys of this house: made once in `data/keys`, readable by their owner alone, never in the
//! database, an environment variable or a backup of the database.

use std::{fs, path::Path};

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{
    key_files::{KeysFault, Signer, fault, owner_only, seal_key, signer},
    seal::SealKey,
    token_keys::TokenKeys,
};

/// All keys of one installation; its nodes share them.
pub struct Keys {
    /// Sign access tokens.
    pub tokens: TokenKeys,
    /// Signs receipts and the checkpoints of the audit log.
    pub receipts: Signer,
    /// Wraps what must stay sealed: lots before opening, drafts of suppliers.
    pub sealed: SealKey,
    /// Wraps the identities of lots that have been opened.
    pub opened: SealKey,
    tags: Zeroizing<[u8; 32]>,
}

impl Keys {
    /// Reads the keys in `dir`, making those that are not there yet.
    pub fn open(dir: &Path) -> Result<Self, KeysFault> {
        fs::create_dir_all(dir).map_err(|error| fault(dir, error))?;
        owner_only(dir, 0o700)?;
        let receipts = signer(&dir.join("receipts.pem"))?;
        let tags = Zeroizing::new(Sha256::digest(receipts.sign(b"guildhall tags v1")).into());
        let keys = Self {
            tokens: TokenKeys::open(dir)?,
            receipts,
            tags,
            sealed: seal_key(&dir.join("seal.key"))?,
            opened: seal_key(&dir.join("opened.key"))?,
        };
        keys.are_each_their_own()?;
        Ok(keys)
    }

    /// Refuses two purposes that share a key (SAFETY M7).
    fn are_each_their_own(&self) -> Result<(), KeysFault> {
        let own = [
            ("seal.key", self.sealed.secret()),
            ("opened.key", self.opened.secret()),
            ("receipts.pem", self.receipts.secret()),
        ];
        let tokens = self.tokens.secrets().into_iter().map(|secret| ("tokens*.pem", secret));
        let all: Vec<_> = own.into_iter().chain(tokens).collect();
        for (n, (one, secret)) in all.iter().enumerate() {
            let same = all.iter().skip(n + 1).find(|(_, other)| bool::from(secret.ct_eq(&**other)));
            if let Some((other, _)) = same {
                return Err(KeysFault::Shared((*one).to_owned(), (*other).to_owned()));
            }
        }
        Ok(())
    }
}

impl Keys {
    /// What stands in the database for the hash of a body: nobody who has the database alone can
    /// try passwords on it.
    pub fn tag(&self, hash: &str) -> String {
        let digest = Sha256::new().chain_update(*self.tags).chain_update(hash);
        hex::encode(digest.chain_update(*self.tags).finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let first = Keys::open(dir.path()).unwrap();
        let second = Keys::open(dir.path()).unwrap();
        assert_eq!(first.receipts.id(), second.receipts.id());
        let token_key = |keys: &Keys| {
            let now = crate::kernel::Instant::from_micros(0);
            keys.tokens.signing(now, crate::kernel::Period::minutes(10)).unwrap()
        };
        assert_eq!(token_key(&first).id(), token_key(&second).id());
        assert_ne!(first.receipts.id(), token_key(&first).id());
        let signature = first.receipts.sign(b"note");
        assert_eq!(signature, second.receipts.sign(b"note"));
        assert!(second.receipts.verify(b"note", &signature));
        assert!(!second.receipts.verify(b"nota", &signature));
        assert!(!token_key(&second).verify(b"note", &signature));
    }

    /// SAFETY M7: a key for each purpose, or no start.
    #[test]
    fn no_two_purposes_share_a_key() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(dir.path()).unwrap();
        let path = |name: &str| dir.path().join(name);
        let seal = fs::read_to_string(path("seal.key")).unwrap();
        let token = keys.tokens.secrets().pop().unwrap();
        for (file, text) in [
            ("seal.key", hex::encode(*token)),
            ("opened.key", seal.clone()),
            ("opened.key", hex::encode(*keys.receipts.secret())),
        ] {
            let before = fs::read_to_string(path(file)).unwrap();
            fs::write(path(file), text).unwrap();
            assert!(matches!(Keys::open(dir.path()), Err(KeysFault::Shared(..))), "{file}");
            fs::write(path(file), before).unwrap();
        }
        fs::copy(path("receipts.pem"), path("tokens.pem")).unwrap();
        assert!(matches!(Keys::open(dir.path()), Err(KeysFault::Shared(..))));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        Keys::open(dir.path()).unwrap();
        let path = dir.path().join("seal.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keys::open(dir.path()), Err(KeysFault::Readable(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "not hex").unwrap();
        assert!(matches!(Keys::open(dir.path()), Err(KeysFault::NotAKey(_))));
    }
}
