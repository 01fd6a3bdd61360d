//! Lots: the unit of competition, with timetable, questions, criteria and key.

mod amendment;
pub(crate) mod api;
mod cancellation;
mod draft;
mod eligibility;
mod keys;
mod mails;
mod model;
mod policy;
mod states;
mod store;
mod views;

pub use amendment::{NewTimes, amend};
pub use cancellation::cancel;
pub use draft::{LotDraft, MOST_LINES, MOST_LOTS};
pub use eligibility::{
    Eligibility, NeededBy, ReservedFor, WantedAccreditation, WantedCapability, WantedInsurance,
    open_categories_only,
};
pub use keys::{generate as generate_key, key_purpose};
pub use model::{Criterion, CriterionKind, Late, Lot, Question, QuestionKind, Seal};
pub use states::{CannotMove, LotState, Move, Phase};
pub use store::{
    bidders, find as find_lot, load_lot, mark_consensus_locked, mark_opened, move_lot,
    of as lots_of, publish, replace,
};
pub use views::{LotView, lot as lot_view};
