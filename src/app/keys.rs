//! The keys of this house: made once in `data/keys`, readable by their owner alone, never in the
//! database, an environment variable or a backup of the database.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use ed25519_dalek::{
    Signature, Signer as _, SigningKey, VerifyingKey,
    pkcs8::{
        DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _,
        spki::der::pem::LineEnding,
    },
};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{SealKey, TokenKeys};

#[derive(Debug, thiserror::Error)]
pub enum KeysFault {
    #[error("{file}: {error}")]
    File { file: String, error: io::Error },
    #[error(
        "{0}: this is not a key; restore the file from your key backup and do not replace it with a new key"
    )]
    NotAKey(String),
    #[error("{0}: others than its owner can read this key; run chmod 600 on it")]
    Readable(String),
    #[error("{0} and {1} are the same key; restore each file from its backup")]
    Shared(String, String),
    #[error("the system gave no randomness")]
    NoRandomness,
}

/// An Ed25519 key with the short name that what it signed carries.
pub struct Signer {
    key: SigningKey,
    id: String,
}

impl Signer {
    fn new(key: SigningKey) -> Self {
        let digest = hex::encode(Sha256::digest(key.verifying_key().as_bytes()));
        Self { id: digest.chars().take(16).collect(), key }
    }

    /// The first 16 hex digits of the SHA-256 of the public key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Ed25519 (RFC 8032) is deterministic: the same bytes get the same signature.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verifying_key().verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }

    pub fn public(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    /// The public half as PEM, as `openssl pkeyutl -verify -pubin` reads it.
    pub fn public_pem(&self) -> String {
        self.key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap_or_default()
    }

    pub(super) fn secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }

    /// The secret half as PKCS #8 DER, for the signer of tokens.
    pub fn secret_der(&self) -> Zeroizing<Vec<u8>> {
        self.key
            .to_pkcs8_der()
            .map(|der| Zeroizing::new(der.as_bytes().to_vec()))
            .unwrap_or_default()
    }
}

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

pub(super) fn fault(path: &Path, error: io::Error) -> KeysFault {
    KeysFault::File { file: path.display().to_string(), error }
}

fn random() -> Result<Zeroizing<[u8; 32]>, KeysFault> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|_cause| KeysFault::NoRandomness)?;
    Ok(bytes)
}

pub(super) fn signer(path: &Path) -> Result<Signer, KeysFault> {
    let text = read_or_make(path, || {
        let key = SigningKey::from_bytes(&*random()?);
        let pem = key.to_pkcs8_pem(LineEnding::LF);
        pem.map(|pem| Zeroizing::new(pem.to_string())).map_err(|_cause| not_a_key(path))
    })?;
    signer_from(&text, path)
}

fn signer_from(pem: &str, path: &Path) -> Result<Signer, KeysFault> {
    SigningKey::from_pkcs8_pem(pem).map(Signer::new).map_err(|_cause| not_a_key(path))
}

/// Reads a key, and makes none.
pub(super) fn signer_that_is_there(path: &Path) -> Result<Signer, KeysFault> {
    signer_from(&read_there(path)?, path)
}

fn seal_key(path: &Path) -> Result<SealKey, KeysFault> {
    let text = read_or_make(path, || Ok(Zeroizing::new(hex::encode(*random()?) + "\n")))?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_cause| not_a_key(path))?;
    Ok(SealKey::new(bytes))
}

fn not_a_key(path: &Path) -> KeysFault {
    KeysFault::NotAKey(path.display().to_string())
}

/// Two nodes may start at once on one folder: the one that makes the file first wins, the other
/// reads it. The file is on disk before anything is sealed to it.
fn read_or_make(
    path: &Path,
    make: impl FnOnce() -> Result<Zeroizing<String>, KeysFault>,
) -> Result<Zeroizing<String>, KeysFault> {
    if !path.exists() {
        let draft = path.with_extension(format!("new-{}", std::process::id()));
        let mut file = fs::File::create(&draft).map_err(|e| fault(&draft, e))?;
        owner_only(&draft, 0o600)?;
        file.write_all(make()?.as_bytes()).map_err(|e| fault(&draft, e))?;
        file.sync_all().map_err(|e| fault(&draft, e))?;
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(&draft).map_err(|e| fault(&draft, e))?;
        linked.or_else(|e| if path.exists() { Ok(()) } else { Err(fault(path, e)) })?;
        let dir = path.parent().unwrap_or(path);
        fs::File::open(dir).and_then(|d| d.sync_all()).map_err(|e| fault(dir, e))?;
    }
    read_there(path)
}

fn read_there(path: &Path) -> Result<Zeroizing<String>, KeysFault> {
    refuse_readable(path)?;
    fs::read_to_string(path).map(Zeroizing::new).map_err(|e| fault(path, e))
}

#[cfg(unix)]
fn owner_only(path: &Path, mode: u32) -> Result<(), KeysFault> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|e| fault(path, e))
}

#[cfg(unix)]
fn refuse_readable(path: &Path) -> Result<(), KeysFault> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path).map_err(|e| fault(path, e))?.permissions().mode();
    if mode.is_multiple_of(0o100) {
        Ok(())
    } else {
        Err(KeysFault::Readable(path.display().to_string()))
    }
}

#[cfg(not(unix))]
fn owner_only(_: &Path, _: u32) -> Result<(), KeysFault> {
    Ok(())
}

#[cfg(not(unix))]
fn refuse_readable(_: &Path) -> Result<(), KeysFault> {
    Ok(())
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
