//! Sign-in: by password, second factor, passkey or identity provider.

pub(crate) mod api;
mod checks;
mod mails;
pub mod model;
pub mod passkey;
pub mod password;
pub mod provider;
pub mod second_step;
mod store;
pub mod views;
