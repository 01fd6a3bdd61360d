//! Partners as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::model::{Bid, Partnership, PartnershipState},
    model::PartnershipInBid,
};
use crate::{
    opportunities::Lot,
    prelude::*,
    suppliers::{Snapshot, SnapshotView},
};

/// A partner in a bid.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Partnership>,
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub name: String,
    /// The part of the partner; in an opened bid, as sealed.
    #[schema(example = "Installs and maintains the sensors.")]
    pub part: String,
    pub state: PartnershipState,
    pub invited_at: Instant,
    pub answered_at: Option<Instant>,
    /// When the lead took it back, or the partner left.
    pub ended_at: Option<Instant>,
    /// Whether the newest submission names the partner.
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

/// A partnership of a supplier in the bid of another supplier.
#[derive(Debug, Serialize, ToSchema)]
pub struct BidPartnershipView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Partnership>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    pub lot_title: String,
    pub submissions_close_at: Option<Instant>,
    /// The supplier that leads the bid.
    #[schema(value_type = String, format = "uuid")]
    pub lead_id: Id<Organisation>,
    pub lead_name: String,
    pub part: String,
    pub state: PartnershipState,
    pub invited_at: Instant,
    pub answered_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    /// Whether the newest submission names your organisation.
    pub named: bool,
}

pub fn partnership(shown: &PartnershipInBid) -> BidPartnershipView {
    let PartnershipInBid { partnership: of, of: bid } = shown;
    BidPartnershipView {
        id: of.id,
        lot_id: of.lot,
        lot_title: bid.lot_title.clone(),
        submissions_close_at: bid.submissions_close_at,
        lead_id: bid.lead,
        lead_name: bid.lead_name.clone(),
        part: of.part.clone(),
        state: of.state,
        invited_at: of.invited_at,
        answered_at: of.answered_at,
        ended_at: of.ended_at,
        named: of.named_in.is_some(),
    }
}
