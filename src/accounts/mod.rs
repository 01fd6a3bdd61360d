//! People: registering, proving an address, signing in and out.
//!
//! ```text
//! unverified ──address proved──▶ active ──▶ suspended | closed
//! ```

pub mod api;
mod credentials;
mod hashing;
mod links;
mod mails;
mod model;
mod policy;
mod registration;
mod sessions;
mod store;
mod tokens;

pub use credentials::authenticate;
pub use hashing::{Cost, Hasher};
pub use links::{PlatformRole, make_platform_user, set_password};
pub use model::{Password, UserState};
pub use registration::{Registration, register, verify as verify_address};
pub use store::{Person, addressee, find_by_email, person};
pub use tokens::{Pair, one_time_token, token_hash};
