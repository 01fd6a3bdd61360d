//! Files of keys: each is made once, for its owner alone, and read again afterwards.

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
use zeroize::Zeroizing;

use super::seal::SealKey;

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

pub(super) fn seal_key(path: &Path) -> Result<SealKey, KeysFault> {
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
pub(super) fn owner_only(path: &Path, mode: u32) -> Result<(), KeysFault> {
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
pub(super) fn owner_only(_: &Path, _: u32) -> Result<(), KeysFault> {
    Ok(())
}

#[cfg(not(unix))]
fn refuse_readable(_: &Path) -> Result<(), KeysFault> {
    Ok(())
}
