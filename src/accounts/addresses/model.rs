//! A change of address as values.

use crate::kernel::Email;

/// A new address for an account, as its owner asks for it.
#[derive(Debug, Clone)]
pub struct NewAddress {
    pub email: Email,
    /// The hash that the password was just compared with.
    pub password_hash: String,
}
