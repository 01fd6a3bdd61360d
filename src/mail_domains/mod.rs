//! Mail domains: an organisation claims the domain of its addresses and proves it, each year anew.
//!
//! ```text
//! claimed ──letter or TXT record──▶ proved ──a year──▶ run out ──▶ proved ; each of them ──▶ withdrawn
//! ```

pub mod api;
mod claiming;
mod events;
mod letter;
mod mails;
mod merging;
mod model;
mod policy;
mod proof;
mod reading;
mod store;
mod views;
mod withdrawal;

pub use claiming::claim;
pub use letter::{LetterAsked, send as send_letter};
pub use merging::move_all;
pub use model::{Claim, ClaimOf};
pub use proof::{ProofAsked, prove};
pub use reading::list;
pub(crate) use store::claims_of_all;
pub use store::organisation_of;
pub use views::DomainView;
pub use withdrawal::withdraw;

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
