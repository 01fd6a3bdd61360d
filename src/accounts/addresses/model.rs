//! A change of address as values.

use deserr::Deserr;
use utoipa::ToSchema;

use crate::{kernel::Email, prelude::*};

/// The new address, and the current password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EmailChange {
    /// The new address.
    #[schema(example = "ada.osei@camden.example")]
    pub email: Email,
    /// The current password of the account.
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
}

/// A new address for an account, as its owner asks for it.
#[derive(Debug, Clone)]
pub struct NewAddress {
    pub email: Email,
    /// The hash that the password was just compared with.
    pub password_hash: String,
}
