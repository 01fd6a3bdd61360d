//! Limits: on attempts to sign in, on letters, and on requests.

mod clock;
pub mod rate_limits;
mod recent;
pub mod sign_in_limiter;
