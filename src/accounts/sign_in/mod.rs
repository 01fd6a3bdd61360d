//! Sign-in: by password, second factor, passkey or identity provider.

pub mod api;
mod checks;
mod mails;
pub mod model;
mod passkey;
mod password;
pub mod provider;
mod second_step;
mod store;
pub mod views;
