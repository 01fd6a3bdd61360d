//! Receipts as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{super::model::Bid, model::Submitted};
use crate::{
    kernel::{Id, Instant},
    opportunities::Lot,
};

/// Proof of what was received and when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub struct ReceiptView {
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// `submission` or `withdrawal`.
    #[schema(example = "submission")]
    pub kind: &'static str,
    /// Which submission of this bid.
    pub version: i32,
    /// SHA-256 of the manifest that lies with the bid under seal.
    pub commitment: String,
    /// When the last byte of the submitting request was here.
    pub received_at: Instant,
    pub submissions_close_at: Instant,
    /// SHA-256 of what is stored.
    pub sealed_sha256: String,
    pub lot_key_fingerprint: String,
    /// The text that is signed, ending in a line feed.
    pub text: String,
    /// Ed25519 over `text`, base64.
    pub signature: String,
    /// Which key of `GET /v1/keys`.
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
