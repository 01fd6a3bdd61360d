//! What public bodies publish: challenges in stages, procurements in lots. The lot is the unit of
//! competition: timetable, questions, criteria, key.

mod amendment;
pub mod api;
mod checks;
mod creation;
mod draft;
mod editing;
mod eligibility;
mod imported;
mod mails;
mod model;
mod policy;
mod review;
mod store;
mod store_imported;
mod store_listed;
mod store_lots;
mod views;

pub use amendment::{NewTimes, amend, cancel};
pub use creation::{NewOpportunity, create};
pub use draft::LotDraft;
pub use eligibility::{
    Eligibility, NeededBy, ReservedFor, WantedAccreditation, WantedCapability, WantedInsurance,
};
pub use imported::{ImportedLot, ImportedOpportunity, Winner};
pub use model::{
    CannotMove, ChallengeContent, Content, Criterion, CriterionKind, Late, Lot, LotState, Move,
    Opportunity, OpportunityKind, OpportunityState, Phase, Question, QuestionKind, Route, Seal,
};
pub use review::{publish, send as send_for_review};
pub use store::all_codes;
pub use store_imported::put as put_imported;
pub use store_listed::{Listed, ListedLot, listed_lots, load_listed};
pub use store_lots::{
    bidders, find as find_lot, key_purpose, load_lot, mark_consensus_locked, mark_opened, move_lot,
    of as lots_of,
};
pub use views::{OpportunitySummary, summary};
