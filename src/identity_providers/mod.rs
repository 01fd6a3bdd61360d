//! The identity provider of an organisation, and signing in by it (OpenID Connect Core 1.0,
//! authorization code with PKCE).
//!
//! ```text
//! address ──domain──▶ organisation ──▶ its provider ──code──▶ ID token ──▶ account, roles, session
//! ```

pub mod api;
mod completion;
mod discovery;
mod flow;
mod mails;
mod model;
mod outbound;
mod policy;
mod roles;
mod setting;
mod sign_in;
mod store;
mod tokens;
mod views;

pub use discovery::{Discovery, RelyingParty};
pub use flow::Begun;
pub use model::{NewProvider, Provider, ProviderFault};
pub use setting::{read, remove, set};
pub use sign_in::{Returned, SignInAsked, begin, complete};
pub use views::{IdentityProviderView, OidcSessionView};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
