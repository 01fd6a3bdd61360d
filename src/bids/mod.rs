//! A supplier's answer to one lot: drafted and submitted under seal, replaced or withdrawn until
//! the lot closes, opened by two officers after.
//!
//! ```text
//! draft ──submit──▶ submitted ──withdraw──▶ withdrawn ──start again──▶ draft
//!                      │  ▲ submit again: a new version, the old one kept
//!                      └──┘
//! submitted ──open──▶ received | integrity_failed ──▶ successful | unsuccessful
//! ```

mod drafting;
mod eligibility;
mod mails;
mod model;
mod opening;
mod partners;
mod policy;
mod reading;
mod seal;
mod store;
mod submission;
mod timing;

pub use drafting::{Edit, EditedAnswer, edit, start};
pub use eligibility::{Reason, unmet};
pub use model::{Answer, Bid, BidContent, BidState};
pub use opening::approve_opening;
pub use seal::content;
pub use store::{bidders_among, load_bid, of_lot, settle};
pub use submission::submit;

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[
    drafting::api::OPERATIONS,
    eligibility::api::OPERATIONS,
    opening::api::OPERATIONS,
    partners::api::OPERATIONS,
    reading::api::OPERATIONS,
    submission::api::OPERATIONS,
];
