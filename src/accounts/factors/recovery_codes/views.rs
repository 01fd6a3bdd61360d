//! Recovery codes as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::RecoveryCode;

/// Ten recovery codes for a lost app or passkey, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodesView {
    /// Empty if a second factor existed before; its codes stay valid.
    #[schema(example = json!(["abcd-efgh-ijkl-mnop"]))]
    pub recovery_codes: Vec<String>,
}

impl RecoveryCodesView {
    pub fn of(codes: Option<&[RecoveryCode]>) -> Self {
        let codes = codes.unwrap_or_default();
        Self { recovery_codes: codes.iter().map(RecoveryCode::shown).collect() }
    }
}
