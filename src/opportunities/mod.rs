//! Opportunities of public bodies: challenges in stages, procurements in lots.

mod answers;
pub mod api;
mod checks;
mod codes;
mod creation;
mod editing;
mod imported;
mod listing;
mod lots;
mod model;
mod policy;
mod reading;
mod review;
mod store;
mod views;

pub use codes::Code;
pub use creation::{NewOpportunity, create};
pub use imported::{Imported, ImportedLot, ImportedOpportunity, Winner, put_imported};
pub use listing::{Listed, ListedLot, OpportunitySummary, listed_lots, load_listed, summary};
pub use lots::{
    CannotMove, Criterion, CriterionKind, Eligibility, Late, Lot, LotDraft, LotState, Move,
    NeededBy, NewTimes, Phase, Question, QuestionKind, ReservedFor, Seal, WantedAccreditation,
    WantedCapability, WantedInsurance, amend, bidders, cancel, find_lot, key_purpose, load_lot,
    lots_of, mark_consensus_locked, mark_opened, move_lot,
};
pub use model::{
    ChallengeContent, Content, Opportunity, OpportunityKind, OpportunityStatus, Route,
};
pub use review::{publish, send_for_review};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] =
    &[api::OPERATIONS, lots::api::OPERATIONS, review::api::OPERATIONS];
