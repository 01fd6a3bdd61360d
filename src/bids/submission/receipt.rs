//! Receipts: C2SP signed notes, Ed25519, checkable with `openssl` alone (SAFETY 2.3).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::super::model::Bid;
use crate::{app::Signer, opportunities::Lot, prelude::*, words};

/// The name that the key signs under.
const NAME: &str = "guildhall.receipts";
const TITLE: &str = "guildhall receipt v1";

words!(
    /// The kind of a receipt.
    ReceiptKind {
        /// A bid was submitted.
        Submission = "submission",
        /// A bid was withdrawn.
        Withdrawal = "withdrawal",
    }
);

/// The facts that a receipt attests.
#[derive(Debug, Clone)]
pub struct Facts {
    pub kind: ReceiptKind,
    pub lot: Id<Lot>,
    pub bid: Id<Bid>,
    pub version: i32,
    pub supplier: Id<Organisation>,
    pub commitment: String,
    pub sealed_sha256: String,
    pub received_at: Instant,
    pub closes_at: Instant,
    pub lot_key: String,
    /// Length and head of the audit log that the signer had seen.
    pub log: (i64, String),
}

/// A receipt: the text that was signed, and its signature.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub facts: Facts,
    pub text: String,
    pub signature: [u8; 64],
    pub key_id: String,
}

/// A submitted or withdrawn bid with its receipt.
#[derive(Debug, Clone)]
pub struct Submitted {
    pub bid: Bid,
    pub receipt: Receipt,
    pub note: String,
}

impl Facts {
    fn text(&self) -> String {
        let head = if self.log.1.is_empty() { "-" } else { &self.log.1 };
        format!(
            "{TITLE}\nkind {}\nlot {}\nbid {}\nversion {}\nsupplier {}\ncommitment {}\nsealed-sha256 {}\nreceived-at {}\nsubmissions-close-at {}\nlot-key {}\nlog-size {}\nlog-head {head}\n",
            self.kind,
            self.lot,
            self.bid,
            self.version,
            self.supplier,
            self.commitment,
            self.sealed_sha256,
            self.received_at,
            self.closes_at,
            self.lot_key,
            self.log.0,
        )
    }
}

/// Ed25519 is deterministic: signing the same facts again gives the same receipt.
pub fn sign(facts: Facts, signer: &Signer) -> Receipt {
    let text = facts.text();
    let signature = signer.sign(text.as_bytes());
    Receipt { facts, text, signature, key_id: signer.id().to_owned() }
}

/// The key hash of C2SP signed-note: SHA-256 of name, newline, algorithm and key; four bytes.
fn key_hash(signer: &Signer) -> [u8; 4] {
    let digest = Sha256::new()
        .chain_update(NAME)
        .chain_update([b'\n', 1])
        .chain_update(signer.public().as_bytes())
        .finalize();
    let mut hash = [0; 4];
    hash.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    hash
}

impl Receipt {
    /// The whole signed note.
    pub fn note(&self, signer: &Signer) -> String {
        let both = [key_hash(signer).as_slice(), &self.signature].concat();
        format!("{}\n— {NAME} {}\n", self.text, STANDARD.encode(both))
    }

    pub fn signature_base64(&self) -> String {
        STANDARD.encode(self.signature)
    }
}

/// The lines of a note, if this installation signed it and it is unchanged.
pub fn verify(note: &str, signer: &Signer) -> Result<Vec<(String, String)>, &'static str> {
    let (text, signatures) = note.split_once("\n\n").ok_or("there is no signature")?;
    let text = format!("{text}\n");
    let line = signatures.strip_suffix('\n').ok_or("the signature line does not end")?;
    let encoded = line
        .strip_prefix("— ")
        .and_then(|rest| rest.strip_prefix(NAME)?.strip_prefix(' '))
        .ok_or("the signature is of another name")?;
    let bytes = STANDARD.decode(encoded).map_err(|_cause| "the signature is not base64")?;
    let (hash, signature) = bytes.split_at_checked(4).ok_or("the signature is too short")?;
    let signature: [u8; 64] =
        signature.try_into().map_err(|_cause| "the signature has another length")?;
    if hash != key_hash(signer) || !signer.verify(text.as_bytes(), &signature) {
        return Err("the signature is not ours, or the text has been changed");
    }
    let mut lines = text.lines();
    if lines.next() != Some(TITLE) {
        return Err("this is no receipt");
    }
    Ok(lines.filter_map(|l| l.split_once(' ')).map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Keys;

    fn facts() -> Facts {
        Facts {
            kind: ReceiptKind::Submission,
            lot: Id::new(),
            bid: Id::new(),
            version: 2,
            supplier: Id::new(),
            commitment: "c".repeat(64),
            sealed_sha256: "d".repeat(64),
            received_at: Instant::from_micros(1),
            closes_at: Instant::from_micros(2),
            lot_key: "e".repeat(64),
            log: (7, "f".repeat(64)),
        }
    }

    #[test]
    fn a_receipt_verifies_and_no_changed_byte_does() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(dir.path()).unwrap();
        let receipt = sign(facts(), &keys.receipts);
        let note = receipt.note(&keys.receipts);
        let lines = verify(&note, &keys.receipts).unwrap();
        assert!(lines.contains(&("version".to_owned(), "2".to_owned())));
        let other = tempfile::tempdir().unwrap();
        let another = Keys::open(other.path()).unwrap();
        assert!(verify(&note, &another.receipts).is_err(), "another key");
        let mut forged = 0;
        for at in 0..note.len() {
            let mut changed = note.clone().into_bytes();
            changed[at] ^= 1;
            if String::from_utf8(changed).is_ok_and(|text| verify(&text, &keys.receipts).is_ok()) {
                forged += 1;
            }
        }
        assert_eq!(forged, 0, "of {} bytes", note.len());
    }

    /// The independent check that suppliers are told of; skipped where there is no openssl.
    #[test]
    fn openssl_agrees() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(&dir.path().join("keys")).unwrap();
        let receipt = sign(facts(), &keys.receipts);
        let file = |name: &str, bytes: &[u8]| {
            let path = dir.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let text = file("note.txt", receipt.text.as_bytes());
        let signature = file("note.sig", &receipt.signature);
        let key = file("key.pem", keys.receipts.public_pem().as_bytes());
        let told = std::process::Command::new("openssl")
            .args(["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey"])
            .arg(key)
            .arg("-in")
            .arg(text)
            .arg("-sigfile")
            .arg(signature)
            .output();
        let Ok(told) = told else { return };
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }
}
