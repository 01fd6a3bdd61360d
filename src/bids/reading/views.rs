//! Bids as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        model::{Bid, BidContent, Partnership},
        partners::{PartnerView, partner},
        seal::Submission,
    },
    model::Seen,
};
use crate::{
    kernel::Key,
    opportunities::Lot,
    prelude::*,
    suppliers::{Snapshot, SnapshotView},
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

/// One answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerView {
    pub question_key: Key,
    pub text: String,
}

/// A submission.
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
    /// The partners in the bid.
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
