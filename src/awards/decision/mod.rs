//! Decisions: proposed by the chair, approved by another person or sent back.

pub(crate) mod api;
mod approve;
mod eligibility;
mod mails;
mod model;
mod policy;
mod propose;
mod store;

pub use approve::{Approval, approve};
pub use model::{
    CannotDecide, DecidedLot, DecisionOutcome, DecisionState, LotForDecider, Proposal,
};
pub use policy::{ReadDecision, ensure_unconflicted};
pub use propose::propose;
pub use store::{decided_lot, load_for_decider, lot_for_decider};
