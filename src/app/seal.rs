//! The house seal (SAFETY 2.1): age v1 files to an X25519 identity, whose secret half is kept
//! wrapped under a key that never enters the database.

use age::secrecy::ExposeSecret as _;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    #[error("this is not sealed to this key, or it has been changed")]
    NotOurs,
    #[error("the system gave no randomness")]
    NoRandomness,
    #[error("not a key")]
    NotAKey,
}

/// The public half: anybody may seal to it.
#[derive(Clone)]
pub struct Recipient(age::x25519::Recipient);

/// The secret half: opens what was sealed. Forgotten as soon as it is dropped.
pub struct Identity(age::x25519::Identity);

impl Identity {
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// Opens one age file; refuses whatever is not exactly as it was sealed.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealFault> {
        age::decrypt(&self.0, sealed).map(Zeroizing::new).map_err(|_cause| SealFault::NotOurs)
    }
}

impl Recipient {
    pub fn parse(text: &str) -> Result<Self, SealFault> {
        text.parse().map(Self).map_err(|_cause| SealFault::NotAKey)
    }

    /// One age v1 file that only the identity opens.
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, SealFault> {
        age::encrypt(&self.0, plain).map_err(|_cause| SealFault::NoRandomness)
    }

    /// SHA-256 of the recipient string, in hex: what notices and receipts name.
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::digest(self.0.to_string()))
    }
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A key that seals by itself and wraps other keys: XChaCha20-Poly1305, bound to what it is for.
pub struct SealKey(Zeroizing<[u8; 32]>);

const NONCE: usize = 24;

impl SealKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub fn generate() -> Result<Self, SealFault> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *bytes).map_err(|_cause| SealFault::NoRandomness)?;
        Ok(Self(bytes))
    }

    pub(super) fn secret(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }

    /// Keeps bytes from whoever has not this key; `purpose` must be named again to open them.
    pub fn seal(&self, plain: &[u8], purpose: &str) -> Result<Vec<u8>, SealFault> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_cause| SealFault::NoRandomness)?;
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        Ok([nonce.as_slice(), &sealed.map_err(|_cause| SealFault::NotAKey)?].concat())
    }

    pub fn open(&self, sealed: &[u8], purpose: &str) -> Result<Zeroizing<Vec<u8>>, SealFault> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(SealFault::NotOurs)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_cause| SealFault::NotOurs)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        let plain = self.cipher().decrypt(&XNonce::from(nonce), payload);
        plain.map(Zeroizing::new).map_err(|_cause| SealFault::NotOurs)
    }

    /// Wraps an identity (`purpose` is `lot‖id`).
    pub fn wrap(&self, identity: &Identity, purpose: &str) -> Result<Vec<u8>, SealFault> {
        self.seal(identity.0.to_string().expose_secret().as_bytes(), purpose)
    }

    pub fn unwrap(&self, wrapped: &[u8], purpose: &str) -> Result<Identity, SealFault> {
        let plain = self.open(wrapped, purpose)?;
        let text = std::str::from_utf8(&plain).map_err(|_cause| SealFault::NotAKey)?;
        text.parse().map(Identity).map_err(|_cause| SealFault::NotAKey)
    }

    /// Wraps another key, as a supplier's.
    pub fn wrap_key(&self, key: &Self, purpose: &str) -> Result<Vec<u8>, SealFault> {
        self.seal(&*key.0, purpose)
    }

    pub fn unwrap_key(&self, wrapped: &[u8], purpose: &str) -> Result<Self, SealFault> {
        let plain = self.open(wrapped, purpose)?;
        let bytes: [u8; 32] = plain.as_slice().try_into().map_err(|_cause| SealFault::NotAKey)?;
        Ok(Self::new(bytes))
    }

    /// Encrypts a text for a purpose; the result is base64.
    pub fn encrypt(&self, text: &str, purpose: &str) -> Result<String, SealFault> {
        self.seal(text.as_bytes(), purpose).map(|sealed| STANDARD.encode(sealed))
    }

    /// Decrypts the result of [`encrypt`](Self::encrypt), for the same purpose.
    pub fn decrypt(&self, encrypted: &str, purpose: &str) -> Result<String, SealFault> {
        let sealed = STANDARD.decode(encrypted).map_err(|_cause| SealFault::NotOurs)?;
        let plain = self.open(&sealed, purpose)?;
        String::from_utf8(plain.to_vec()).map_err(|_cause| SealFault::NotOurs)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_whole_or_not_at_all() {
        let identity = Identity::generate();
        let sealed = identity.recipient().seal(b"42000.00").unwrap();
        assert_eq!(identity.open(&sealed).unwrap().as_slice(), b"42000.00");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(identity.open(&changed), Err(SealFault::NotOurs), "byte {at}");
        }
        assert!(identity.open(&sealed[..sealed.len() - 1]).is_err());
        assert!(Identity::generate().open(&sealed).is_err());
    }

    #[test]
    fn an_identity_unwraps_under_its_key_and_purpose_alone() {
        let (key, other) = (SealKey::new([1; 32]), SealKey::new([2; 32]));
        let identity = Identity::generate();
        let wrapped = key.wrap(&identity, "lot a").unwrap();
        let back = key.unwrap(&wrapped, "lot a").unwrap();
        assert_eq!(back.recipient().to_string(), identity.recipient().to_string());
        assert!(key.unwrap(&wrapped, "lot b").is_err());
        assert!(other.unwrap(&wrapped, "lot a").is_err());
        let inner = SealKey::generate().unwrap();
        let draft = inner.seal(b"42000.00", "bid 1").unwrap();
        let wrapped = key.wrap_key(&inner, "supplier a").unwrap();
        let inner = key.unwrap_key(&wrapped, "supplier a").unwrap();
        assert_eq!(inner.open(&draft, "bid 1").unwrap().as_slice(), b"42000.00");
        assert!(inner.open(&draft, "bid 2").is_err() && key.open(&draft, "bid 1").is_err());
        assert!(key.unwrap_key(&wrapped, "supplier b").is_err());
        let hidden = key.encrypt("Token: x", "letter 1").unwrap();
        assert_eq!(key.decrypt(&hidden, "letter 1").as_deref(), Ok("Token: x"));
        assert!(
            key.decrypt(&hidden, "letter 2").is_err()
                && other.decrypt(&hidden, "letter 1").is_err()
        );
    }
}
