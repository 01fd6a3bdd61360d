//! Recovery codes as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::RecoveryCode;

/// Ten codes for the day when the app or the passkey is lost, told once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodesView {
    /// Empty where a factor was there before: its codes stay good.
    #[schema(example = json!(["abcd-efgh-ijkl-mnop"]))]
    pub recovery_codes: Vec<String>,
}

impl RecoveryCodesView {
    pub fn of(codes: Option<&[RecoveryCode]>) -> Self {
        let codes = codes.unwrap_or_default();
        Self { recovery_codes: codes.iter().map(RecoveryCode::shown).collect() }
    }
}
