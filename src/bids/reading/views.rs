//! Bids as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        model::{Answer, Bid, BidContent, BidState, BidStatus, Partnership},
        partners::{PartnerView, partner},
        seal::Submission,
    },
    model::Seen,
};
use crate::{
    opportunities::Lot,
    prelude::*,
    suppliers::{Snapshot, SnapshotView},
};

/// A bid.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bid)]
pub struct BidView {
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Bid>,
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the supplier.
    pub supplier_name: String,
    /// Whether the supplier is suspended from the platform at this moment.
    pub supplier_suspended: bool,
    /// The state of the bid.
    pub state: BidStatus,
    /// The reason for the state, where there is one.
    pub state_reason: Option<String>,
    /// The answers, in the order of the questions of the lot.
    pub answers: Vec<Answer>,
    /// The price of the bid.
    pub price: Option<Money>,
    /// The profile of the supplier as it was at the submission, in an opened bid. None in bids that
    /// were submitted before there were profiles.
    #[schema(value_type = Option<SnapshotView>)]
    pub profile: Option<Snapshot>,
    /// The partners in the bid: for the supplier all that it has invited, for other readers those
    /// that the sealed bid names.
    pub partners: Vec<PartnerView>,
    /// The newest submission, shown to the supplier.
    pub submission: Option<SubmissionView>,
    /// The instant when the bid was started.
    pub created_at: Instant,
    /// The instant of the last change.
    pub updated_at: Instant,
    /// The version of the bid, for `If-Match`.
    pub version: i64,
}

fn partners(bid: &Bid, content: &BidContent) -> Vec<PartnerView> {
    let shown: Vec<&Partnership> =
        if bid.is_under_seal() { bid.joint().collect() } else { bid.partners.iter().collect() };
    let view = |of: &Partnership| {
        let view = partner(of, bid.submitted_version);
        // The sealed words are those of the bid.
        match content.partners.iter().find(|one| one.organisation == of.organisation) {
            Some(named) => {
                PartnerView { part: named.part.clone(), profile: named.profile.clone(), ..view }
            }
            None => view,
        }
    };
    shown.into_iter().map(view).collect()
}

/// A submission.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionView {
    /// The number of the submission.
    pub version: i32,
    /// The arrival of the last byte of the submission.
    pub received_at: Instant,
    /// The SHA-256 of the manifest that is sealed with the bid.
    pub commitment: String,
    /// The receipt as a signed note.
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
    BidView {
        id: bid.id,
        lot_id: bid.lot,
        organisation_id: bid.organisation,
        supplier_name: bid.supplier_name.clone(),
        supplier_suspended: bid.supplier_suspended,
        state: bid.status(lot, now),
        state_reason: bid.state_reason.clone(),
        answers: content.in_order(lot),
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
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Bid>,
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the supplier.
    pub supplier_name: String,
    /// Whether the supplier is suspended from the platform at this moment.
    pub supplier_suspended: bool,
    /// The partners in the bid.
    pub partners: Vec<PartnerName>,
    /// The state of the bid.
    pub state: BidState,
    /// The price of the bid.
    pub price: Option<Money>,
    /// The instant of the last change.
    pub updated_at: Instant,
}

/// A partner in a list of bids.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerName {
    /// The id of the partner.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the partner.
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
        state: bid.state,
        price: bid.price,
        updated_at: bid.updated_at,
    }
}

/// The bids of a lot.
#[derive(Debug, Serialize, ToSchema)]
pub struct BidsOfLot {
    /// The bids that the caller may read.
    pub items: Vec<BidSummary>,
}
