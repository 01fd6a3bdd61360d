//! Second factors as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{passkeys::views::PasskeyView, reading::SecondFactors};
use crate::kernel::Instant;

/// My second factors.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorsView {
    /// Since when an authenticator app's codes are asked for.
    pub totp_since: Option<Instant>,
    /// My passkeys, oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// How many of the ten recovery codes are unused.
    pub recovery_codes_left: i64,
    /// Whether one of my roles requires a second factor.
    pub needed: bool,
}

impl From<&SecondFactors> for SecondFactorsView {
    fn from(factors: &SecondFactors) -> Self {
        Self {
            totp_since: factors.totp_since,
            passkeys: factors.passkeys.iter().map(PasskeyView::from).collect(),
            recovery_codes_left: factors.recovery_codes_left,
            needed: factors.needed,
        }
    }
}
