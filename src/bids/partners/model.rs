//! Partnerships as values.

use deserr::Deserr;
use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::model::{Bid, Partnership, PartnershipState};
use crate::{opportunities::Lot, prelude::*};

/// A partnership with the supplier that leads the bid.
#[derive(Debug, Clone)]
pub struct PartnershipWithLead {
    pub partnership: Partnership,
    pub lead: Id<Organisation>,
}

/// A partnership of a supplier in the bid of another supplier.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
#[schema(as = BidPartnershipView)]
pub struct PartnershipInBid {
    /// The id of the partnership.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Partnership>,
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The title of the lot.
    pub lot_title: String,
    /// The instant when the lot stops accepting bids.
    pub submissions_close_at: Option<Instant>,
    /// The id of the supplier that leads the bid.
    #[schema(value_type = String, format = "uuid")]
    pub lead_id: Id<Organisation>,
    /// The name of the supplier that leads the bid.
    pub lead_name: String,
    /// The part of the partner in the work.
    pub part: String,
    /// The state of the partnership.
    pub state: PartnershipState,
    /// The instant of the invitation.
    pub invited_at: Instant,
    /// The instant of the answer of the partner.
    pub answered_at: Option<Instant>,
    /// The instant when the lead removed the partner, or the partner left.
    pub ended_at: Option<Instant>,
    /// Whether the newest submission names your organisation.
    pub named: bool,
}

/// The supplier to invite, and its part.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[schema(as = NewBidPartner)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Invitation {
    /// The id of the supplier to invite.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub organisation_id: Id<Organisation>,
    /// The part of the partner in the work. The partner receives it by mail: leave out answers and
    /// price.
    #[schema(example = "Installs and maintains the sensors.")]
    pub part: Text<1_000>,
}

/// A bid has no more partners than this besides its lead.
pub const MOST: usize = 9;
/// Each invitation is a letter to every bidder of a supplier: a bid sends no more than this.
pub const MOST_ASKED: usize = 30;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotPartner {
    #[error("this supplier has been asked already, and has not left")]
    Asked,
    #[error("a joint bid has at most {MOST} partners besides its lead")]
    Many,
    #[error("this bid has sent {MOST_ASKED} invitations, which is the limit")]
    TooOften,
    #[error("this invitation was answered or withdrawn")]
    Over,
    #[error("your organisation has its own bid for this lot: withdraw it first")]
    OwnBid(Id<Bid>),
    #[error("your organisation is a partner in another bid for this lot: leave that one first")]
    Elsewhere,
    #[error("your organisation is a partner in a bid for this lot: leave that bid first")]
    IsPartner,
    #[error("not answered yet: {0}. Wait for the answer, or withdraw the invitation")]
    Waiting(String),
}

impl Refuse for CannotPartner {
    fn kind(&self) -> Kind {
        match self {
            Self::Asked | Self::OwnBid(_) | Self::Elsewhere | Self::IsPartner => kinds::TAKEN,
            Self::Many | Self::TooOften | Self::Over | Self::Waiting(_) => kinds::WRONG_STATE,
        }
    }

    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut members = serde_json::Map::new();
        if let Self::OwnBid(bid) = self {
            members.insert("bid_id".to_owned(), bid.to_string().into());
        }
        members
    }
}
