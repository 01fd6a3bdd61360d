//! A TOTP secret as the API shows it, once.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Totp;
use crate::db::Fault;

/// The secret of an authenticator app, told once.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpView {
    /// Base 32, to be typed into the app.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    pub secret: String,
    /// For a picture that the app's camera reads.
    #[schema(
        example = "otpauth://totp/Guildhall:ada%40camden%2Eexample?secret=GEZDGNBVGY3TQOJQ&issuer=Guildhall"
    )]
    pub uri: String,
}

impl TotpView {
    pub fn of(totp: &Totp) -> Result<Self, Fault> {
        Ok(Self { secret: totp.secret().to_string(), uri: totp.uri()? })
    }
}
