//! Bids and receipts as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    model::{Bid, BidContent},
    opening::Opening,
    partners::{Partnership, PartnershipState},
    reading::Seen,
    store::Submission,
    store_partners::About,
    submission::Submitted,
};
use crate::{
    access::Organisation,
    kernel::{Id, Instant, Key, Money},
    opportunities::{Lot, LotState},
    organisations::{Snapshot, SnapshotView},
};

/// A bid.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bid)]
pub struct BidView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Bid>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub supplier_name: String,
    /// The supplier is suspended from the platform at this moment.
    pub supplier_suspended: bool,
    /// `draft`, `lapsed`, `submitted`, `withdrawn`; after the opening `received`,
    /// `integrity_failed`, `excluded`, `successful` or `unsuccessful`.
    #[schema(example = "submitted")]
    pub state: &'static str,
    pub state_reason: Option<String>,
    pub answers: Vec<AnswerView>,
    pub price: Option<Money>,
    /// In an opened bid: its supplier as it was when this was submitted, with all that it said of
    /// itself then. None in bids of before there were profiles.
    #[schema(value_type = Option<SnapshotView>)]
    pub profile: Option<Snapshot>,
    /// Those who bid together with the supplier: for itself all whom it has asked, for others those
    /// whom the seal names.
    pub partners: Vec<PartnerView>,
    /// The newest submission, for its supplier.
    pub submission: Option<SubmissionView>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// A supplier that bids together with the one whose bid it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Partnership>,
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub name: String,
    /// What it would do; in an opened bid, as the seal says it.
    #[schema(example = "Installs and maintains the sensors.")]
    pub part: String,
    pub state: PartnershipState,
    pub invited_at: Instant,
    pub answered_at: Option<Instant>,
    /// When the lead took it back, or the partner left.
    pub ended_at: Option<Instant>,
    /// The newest submission of the bid names it under its seal.
    pub named: bool,
    /// In an opened bid, for its readers: the partner as it was when that was submitted.
    #[schema(value_type = Option<SnapshotView>)]
    pub profile: Option<Snapshot>,
}

pub fn partner(of: &Partnership, submitted: i32) -> PartnerView {
    PartnerView {
        id: of.id,
        bid_id: of.bid,
        organisation_id: of.organisation,
        name: of.organisation_name.clone(),
        part: of.part.clone(),
        state: of.state,
        invited_at: of.invited_at,
        answered_at: of.answered_at,
        ended_at: of.ended_at,
        named: of.named_in == Some(submitted),
        profile: None,
    }
}

fn partners(bid: &Bid, content: &BidContent) -> Vec<PartnerView> {
    let shown: Vec<&Partnership> =
        if bid.is_under_seal() { bid.joint().collect() } else { bid.partners.iter().collect() };
    let view = |of: &Partnership| {
        let view = partner(of, bid.submitted_version);
        // What the seal says is what was bid.
        match content.partners.iter().find(|one| one.organisation == of.organisation) {
            Some(named) => {
                PartnerView { part: named.part.clone(), profile: named.profile.clone(), ..view }
            }
            None => view,
        }
    };
    shown.into_iter().map(view).collect()
}

/// A partnership of a supplier in somebody else's bid, of which nothing else is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct BidPartnershipView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Partnership>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    pub lot_title: String,
    pub submissions_close_at: Option<Instant>,
    /// The supplier whose bid it is.
    #[schema(value_type = String, format = "uuid")]
    pub lead_id: Id<Organisation>,
    pub lead_name: String,
    pub part: String,
    pub state: PartnershipState,
    pub invited_at: Instant,
    pub answered_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    /// The newest submission names your organisation under its seal.
    pub named: bool,
}

pub fn partnership((of, about): &(Partnership, About)) -> BidPartnershipView {
    BidPartnershipView {
        id: of.id,
        lot_id: of.lot,
        lot_title: about.lot_title.clone(),
        submissions_close_at: about.submissions_close_at,
        lead_id: about.lead,
        lead_name: about.lead_name.clone(),
        part: of.part.clone(),
        state: of.state,
        invited_at: of.invited_at,
        answered_at: of.answered_at,
        ended_at: of.ended_at,
        named: of.named_in.is_some(),
    }
}

/// One answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerView {
    pub question_key: Key,
    pub text: String,
}

/// What was received.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionView {
    pub version: i32,
    pub received_at: Instant,
    pub commitment: String,
    /// The signed note.
    pub note: String,
}

impl From<&Submission> for SubmissionView {
    fn from(row: &Submission) -> Self {
        Self {
            version: row.version,
            received_at: row.received_at,
            commitment: row.commitment.clone(),
            note: row.receipt.clone(),
        }
    }
}

pub fn bid(seen: &Seen, now: Instant) -> BidView {
    let Seen { bid, lot, content, receipt } = seen;
    let content = content.clone().unwrap_or_default();
    shown(bid, lot, &content, receipt.as_ref(), now)
}

pub fn shown(
    bid: &Bid,
    lot: &Lot,
    content: &BidContent,
    receipt: Option<&Submission>,
    now: Instant,
) -> BidView {
    let answers = content.in_order(lot).into_iter();
    BidView {
        id: bid.id,
        lot_id: bid.lot,
        organisation_id: bid.organisation,
        supplier_name: bid.supplier_name.clone(),
        supplier_suspended: bid.supplier_suspended,
        state: bid.status(lot, now),
        state_reason: bid.state_reason.clone(),
        answers: answers
            .map(|a| AnswerView { question_key: a.question_key, text: a.text })
            .collect(),
        price: content.price,
        profile: content.profile.clone(),
        partners: partners(bid, content),
        submission: receipt.map(SubmissionView::from),
        created_at: bid.created_at,
        updated_at: bid.updated_at,
        version: bid.version,
    }
}

/// A bid in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct BidSummary {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Bid>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub supplier_name: String,
    /// The supplier is suspended from the platform at this moment.
    pub supplier_suspended: bool,
    /// Those who bid together with it.
    pub partners: Vec<PartnerName>,
    #[schema(example = "received")]
    pub state: &'static str,
    pub price: Option<Money>,
    pub updated_at: Instant,
}

/// A partner in a list of bids.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerName {
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub name: String,
}

pub fn summary(bid: &Bid) -> BidSummary {
    let name = |of: &Partnership| PartnerName {
        organisation_id: of.organisation,
        name: of.organisation_name.clone(),
    };
    BidSummary {
        partners: bid.joint().map(name).collect(),
        id: bid.id,
        lot_id: bid.lot,
        organisation_id: bid.organisation,
        supplier_name: bid.supplier_name.clone(),
        supplier_suspended: bid.supplier_suspended,
        state: bid.state.as_str(),
        price: bid.price,
        updated_at: bid.updated_at,
    }
}

/// The bids of a lot.
#[derive(Debug, Serialize, ToSchema)]
pub struct BidsOfLot {
    pub items: Vec<BidSummary>,
}

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

/// Where an opening stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningView {
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    pub approvals: usize,
    pub opened: bool,
    pub state: LotState,
    pub opened_at: Option<Instant>,
    /// Until when the second approval counts with the first.
    pub second_approval_until: Option<Instant>,
    /// How many bids there are; told only once they are open.
    pub bids: Option<usize>,
}

pub fn opening(opening: &Opening) -> OpeningView {
    OpeningView {
        lot_id: opening.lot.id,
        approvals: opening.approvals,
        opened: opening.opened,
        state: opening.lot.state,
        opened_at: opening.lot.opened_at,
        second_approval_until: opening.second_until,
        bids: opening.bids,
    }
}
