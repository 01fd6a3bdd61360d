//! Signing in with the identity provider of an organisation (OpenID Connect Core 1.0, authorization
//! code with PKCE).
//!
//! ```text
//! address ──domain──▶ organisation ──▶ its provider ──code──▶ ID token ──▶ account, roles, session
//! ```

mod completion;
mod directory;
mod flow;
mod model;
mod outbound;
mod policy;
mod roles;
mod setting;
mod store;
mod tokens;

pub use completion::{Completed, complete};
pub use directory::Directory;
pub use flow::{Flow, LIFE, Redirect, Wanted, begin, came_back};
pub use model::{NewProvider, Provider, ProviderFault};
pub use policy::ReadProvider;
pub use setting::{judged, remove, set};
pub use store::{find, of_domain, of_flow};
pub use tokens::{Claims, exchange};
