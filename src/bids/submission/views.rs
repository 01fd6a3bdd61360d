//! Receipts as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::model::Bid,
    receipt::{ReceiptKind, Submitted},
};
use crate::{opportunities::Lot, prelude::*};

/// The signed proof of a submission or withdrawal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub struct ReceiptView {
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The kind of the receipt.
    pub kind: ReceiptKind,
    /// The number of the submission.
    pub version: i32,
    /// The SHA-256 of the manifest that is sealed with the bid.
    pub commitment: String,
    /// The arrival of the last byte of the request.
    pub received_at: Instant,
    /// The instant when the lot stops accepting bids.
    pub submissions_close_at: Instant,
    /// The SHA-256 of the stored sealed file.
    pub sealed_sha256: String,
    /// The fingerprint of the key under which bids for the lot are sealed.
    pub lot_key_fingerprint: String,
    /// The text that is signed, ending in a line feed.
    pub text: String,
    /// The Ed25519 signature of `text`, in base64.
    pub signature: String,
    /// The id of the signing key (see `list_keys`).
    pub key_id: String,
    /// Text and signature as one C2SP signed note: keep this.
    pub note: String,
    /// The bid's version, for the next `If-Match`.
    pub bid_version: i64,
}

pub fn receipt(submitted: &Submitted) -> ReceiptView {
    let Submitted { bid, receipt, note } = submitted;
    let facts = &receipt.facts;
    ReceiptView {
        bid_id: facts.bid,
        lot_id: facts.lot,
        kind: facts.kind,
        version: facts.version,
        commitment: facts.commitment.clone(),
        received_at: facts.received_at,
        submissions_close_at: facts.closes_at,
        sealed_sha256: facts.sealed_sha256.clone(),
        lot_key_fingerprint: facts.lot_key.clone(),
        text: receipt.text.clone(),
        signature: receipt.signature_base64(),
        key_id: receipt.key_id.clone(),
        note: note.clone(),
        bid_version: bid.version,
    }
}
