//! Step-up authentication: a factor is proved again within a session.

pub(crate) mod api;
mod model;
mod proving_again;
