//! The sealed text of a submission: a manifest that names its bid, and the content (SAFETY 2.1).

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::super::model::{Bid, BidContent};
use crate::{opportunities::Lot, prelude::*};

/// Names the submission, its supplier and its lot. Fields in the order of their names, strings and
/// whole numbers only: so its JSON is canonical (RFC 8785).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    answers_sha256: String,
    bid: String,
    declared_at: String,
    lot: String,
    /// Keeps content that is easy to guess, such as a price, from readers of the commitment alone.
    salt: String,
    supplier: String,
    v: u8,
    version: i32,
}

/// A manifest and its content, as one file under one seal.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    content: String,
    manifest: String,
}

/// The bid that a submission has to be of.
#[derive(Debug, Clone, Copy)]
pub struct Belongs {
    pub lot: Id<Lot>,
    pub bid: Id<Bid>,
    pub version: i32,
    pub supplier: Id<Organisation>,
}

pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The plain text to be sealed, and its commitment.
pub fn envelope(
    content: &BidContent,
    belongs: Belongs,
    now: Instant,
) -> Result<(Vec<u8>, String), Fault> {
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).map_err(|error| Fault::corrupt(&error))?;
    let content = serde_json::to_string(content)?;
    let manifest = Manifest {
        answers_sha256: sha256(content.as_bytes()),
        bid: belongs.bid.to_string(),
        declared_at: now.to_string(),
        lot: belongs.lot.to_string(),
        salt: hex::encode(salt),
        supplier: belongs.supplier.to_string(),
        v: 1,
        version: belongs.version,
    };
    let manifest = serde_json::to_string(&manifest)?;
    let commitment = sha256(manifest.as_bytes());
    let mut plain = serde_json::to_vec(&Envelope { content, manifest })?;
    // Trailing blanks are no part of JSON's meaning, and hide how much was written.
    plain.resize(padded(plain.len()), b' ');
    Ok((plain, commitment))
}

/// The content of an opened envelope, if it matches its commitment and belongs to this bid.
pub fn content_of(
    plain: &[u8],
    commitment: &str,
    belongs: Belongs,
) -> Result<BidContent, &'static str> {
    let unreadable = |_cause| "the envelope cannot be read";
    let envelope: Envelope = serde_json::from_slice(plain).map_err(unreadable)?;
    if sha256(envelope.manifest.as_bytes()) != commitment {
        return Err("the manifest is not the one that the receipt names");
    }
    let manifest: Manifest = serde_json::from_str(&envelope.manifest).map_err(unreadable)?;
    let same = manifest.lot == belongs.lot.to_string()
        && manifest.bid == belongs.bid.to_string()
        && manifest.supplier == belongs.supplier.to_string()
        && manifest.version == belongs.version;
    if !same {
        return Err("the manifest is of another bid");
    }
    if sha256(envelope.content.as_bytes()) != manifest.answers_sha256 {
        return Err("the answers are not those of the manifest");
    }
    serde_json::from_str(&envelope.content).map_err(unreadable)
}

/// Padmé (Nikitin et al., 2019): at most 12 % more, and only a few sizes.
fn padded(length: usize) -> usize {
    if length < 512 {
        return 512;
    }
    let exponent = length.ilog2();
    let significant = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - significant)) - 1;
    (length + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Currency, Money};
    use proptest::prelude::*;

    fn belongs() -> Belongs {
        Belongs { lot: Id::new(), bid: Id::new(), version: 1, supplier: Id::new() }
    }

    fn content() -> BidContent {
        let answers = [("approach".to_owned(), "Sensors that text".to_owned())].into();
        let price = Money::from_minor(4_200_000, Currency::GBP);
        BidContent { answers, price, ..BidContent::default() }
    }

    /// A bid that was sealed before there were profiles opens, and seals to the same bytes.
    #[test]
    fn a_legacy_bid_without_profiles_opens_as_it_was() {
        let old = r#"{"answers":{"approach":"Sensors that text"},"price":{"amount":"42000.00","currency":"GBP"}}"#;
        assert_eq!(serde_json::to_string(&content()).unwrap(), old);
        assert_eq!(serde_json::from_str::<BidContent>(old).unwrap(), content());
    }

    /// A snapshot comes back as it was, whatever profiles look like by then.
    #[test]
    fn a_snapshot_is_never_read_into_rules_of_later() {
        let said = r#"{"name":"Otter","size":{"said":{"giants":3}}}"#;
        let profile = Some(serde_json::from_str(said).unwrap());
        let with = BidContent { profile, ..content() };
        let to = belongs();
        let (plain, commitment) = envelope(&with, to, Instant::from_micros(0)).unwrap();
        let opened = content_of(&plain, &commitment, to).unwrap();
        assert_eq!(serde_json::to_string(&opened.profile).unwrap(), said);
    }

    #[test]
    fn the_same_content_twice_has_two_commitments() {
        let to = belongs();
        let now = Instant::from_micros(0);
        let (plain, one) = envelope(&content(), to, now).unwrap();
        let (_, other) = envelope(&content(), to, now).unwrap();
        assert_ne!(one, other);
        assert_eq!(content_of(&plain, &one, to).unwrap(), content());
        assert!(content_of(&plain, &other, to).is_err());
    }

    #[test]
    fn an_envelope_in_the_wrong_place_is_found_out() {
        let to = belongs();
        let (plain, commitment) = envelope(&content(), to, Instant::from_micros(0)).unwrap();
        for wrong in [
            Belongs { lot: Id::new(), ..to },
            Belongs { bid: Id::new(), ..to },
            Belongs { supplier: Id::new(), ..to },
            Belongs { version: 2, ..to },
        ] {
            assert_eq!(
                content_of(&plain, &commitment, wrong),
                Err("the manifest is of another bid")
            );
        }
    }

    #[test]
    fn one_word_and_fifty_look_alike() {
        let size = |words: usize| {
            let answers = [("a".to_owned(), "word ".repeat(words))].into();
            let content = BidContent { answers, ..BidContent::default() };
            envelope(&content, belongs(), Instant::from_micros(0)).unwrap().0.len()
        };
        assert_eq!(size(1), size(12));
    }

    proptest! {
        #[test]
        fn padding_is_small_and_never_cuts(length in 0usize..10_000_000) {
            let padded = padded(length);
            prop_assert!(padded >= length);
            prop_assert!(length < 512 || padded * 100 <= length * 113);
        }
    }
}
