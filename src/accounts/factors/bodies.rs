//! Proofs of a second factor as a request brings them.

use deserr::Deserr;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    model::FactorProof, passkeys::model::PasskeyAnswer, recovery_codes::model::RecoveryCode,
};
use crate::prelude::*;

/// A browser's answer to a challenge.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasskeyProof {
    /// The challenge that the server gave.
    #[schema(value_type = String, example = "k3J1c2VhbGVkLWNoYWxsZW5nZQ")]
    pub challenge: Line<40_000>,
    /// The result of `navigator.credentials.get`, with binary fields in base64url.
    #[schema(value_type = Object)]
    pub credential: Value,
}

impl PasskeyProof {
    pub fn into_answer(self) -> PasskeyAnswer {
        PasskeyAnswer { challenge: self.challenge.into_string(), credential: self.credential }
    }
}

/// Exactly one of the ways to prove oneself, else the fault.
pub fn one_of(
    code: Option<Line<20>>,
    recovery_code: Option<Line<40>>,
    passkey: Option<PasskeyProof>,
) -> Result<Option<FactorProof>, Faults> {
    let ways = [
        code.map(|code| FactorProof::Code(code.into_string().replace(' ', ""))),
        recovery_code.map(|code| FactorProof::RecoveryCode(RecoveryCode::typed(code.as_str()))),
        passkey.map(|proof| FactorProof::Passkey(proof.into_answer())),
    ];
    let mut given = ways.into_iter().flatten();
    let first = given.next();
    if given.next().is_some() {
        let mut faults = Faults::new();
        faults.add("", "one-proof", "send one proof: a code, a recovery code or a passkey");
        return Err(faults);
    }
    Ok(first)
}

pub fn none_given(ways: &str) -> Faults {
    let mut faults = Faults::new();
    faults.add("", "one-proof", format!("send one proof: {ways}"));
    faults
}
