//! A TOTP secret as the API shows it, once.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Totp;
use crate::db::Fault;

/// The secret of an authenticator app, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpView {
    /// The secret in base 32, to type into the app.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    pub secret: String,
    /// The `otpauth` address, to show as a QR code.
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
