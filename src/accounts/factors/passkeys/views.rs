//! A new passkey as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::StoredPasskey;

/// A passkey, with recovery codes if it is the first factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddedPasskeyView {
    /// The new passkey.
    pub passkey: StoredPasskey,
    /// Shown once; empty if a second factor existed before.
    pub recovery_codes: Vec<String>,
}
