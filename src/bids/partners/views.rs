//! Partners as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::model::{Bid, Partnership, PartnershipState};
use crate::{
    prelude::*,
    suppliers::{Snapshot, SnapshotView},
};

/// A partner in a bid.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerView {
    /// The id of the partnership.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Partnership>,
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    /// The id of the partner.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the partner.
    pub name: String,
    /// The part of the partner in the work; in an opened bid, as sealed.
    #[schema(example = "Installs and maintains the sensors.")]
    pub part: String,
    /// The state of the partnership.
    pub state: PartnershipState,
    /// The instant of the invitation.
    pub invited_at: Instant,
    /// The instant of the answer of the partner.
    pub answered_at: Option<Instant>,
    /// The instant when the lead removed the partner, or the partner left.
    pub ended_at: Option<Instant>,
    /// Whether the newest submission names the partner.
    pub named: bool,
    /// The profile of the partner as it was at the submission, for readers of an opened bid.
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
