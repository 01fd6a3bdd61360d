//! API keys, by which programs act for a member, and service accounts: members that are programs.

pub mod api;
mod listing;
mod mails;
mod making;
mod model;
mod policy;
mod rotation;
mod service_accounts;
mod store;
mod uses;
mod views;

pub use listing::list;
pub use making::make;
pub use model::{IssuedKey, NewKey, ServiceAccount, StoredKey};
pub use rotation::{revoke, rotate};
pub use service_accounts::{NewServiceAccount, make as make_service_account};
pub use uses::{keep_noting_uses, note_last_uses, note_uses};
pub use views::{ApiKeyView, MadeApiKeyView, ServiceAccountView};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
