//! The second step as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{self, SecondStep};
use crate::accounts::factors::{model::Factor, passkeys::model::Challenge};

/// The password is correct, and a second factor is required.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondStepView {
    /// Identifies this sign-in in `finish_session`, for five minutes and five tries.
    pub token: String,
    /// Seconds until the sign-in expires.
    #[schema(example = 300)]
    pub expires_in: i64,
    /// The second factors of the account.
    pub factors: Vec<Factor>,
    /// A challenge, if a passkey is among the factors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passkey: Option<Challenge>,
}

impl From<&SecondStep> for SecondStepView {
    fn from(step: &SecondStep) -> Self {
        Self {
            token: step.token.clone(),
            expires_in: model::LIFE.as_seconds(),
            factors: step.factors.clone(),
            passkey: step.passkey.clone(),
        }
    }
}
