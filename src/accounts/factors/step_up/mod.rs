//! Step-up authentication: a factor is proved again within a session.

pub(crate) mod api;
pub mod model;
pub mod proving_again;
