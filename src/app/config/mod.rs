//! One typed struct of settings, from the environment and `guildhall.toml`, checked at start with
//! all faults named.

mod judging;
mod model;
mod reading;

pub use model::{Config, without_secrets};
pub use reading::ConfigFaults;
