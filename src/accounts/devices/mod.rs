//! Devices that an account was signed in on before.

pub mod store;
