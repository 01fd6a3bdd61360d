//! Access tokens, refresh tokens, one-time tokens and API keys as text.

pub mod access;
pub(crate) mod api;
pub mod authentication;
pub mod key_text;
pub mod one_time;
mod views;
