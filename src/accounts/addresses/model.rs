//! A change of address as values.

use crate::kernel::Email;

/// What is asked for, by somebody whose password was just compared with this hash.
#[derive(Debug, Clone)]
pub struct Asked {
    pub email: Email,
    pub compared: String,
}
