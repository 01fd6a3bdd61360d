//! Mail domains as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Claim, DomainState, ProvedBy};
use crate::kernel::{Id, Instant};

/// A domain of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct DomainView {
    /// The id of the claim.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Claim>,
    /// The domain.
    #[schema(example = "camden.example")]
    pub domain: String,
    /// The state at this moment; a proof expires after a year.
    pub state: DomainState,
    /// The instant of the claim.
    pub claimed_at: Instant,
    /// The kind of the last proof.
    pub proof: Option<ProvedBy>,
    /// The instant of the last proof.
    pub proved_at: Option<Instant>,
    /// The end of the last proof.
    pub proved_until: Option<Instant>,
    /// The DNS name of the TXT record that proves the claim.
    #[schema(example = "_guildhall.camden.example")]
    pub txt_name: String,
    /// The value of the TXT record.
    #[schema(example = "guildhall-domain=q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub txt_value: String,
}

impl DomainView {
    pub fn of(claim: &Claim, now: Instant) -> Self {
        Self {
            id: claim.id,
            domain: claim.domain.clone(),
            state: claim.state(now),
            claimed_at: claim.claimed_at,
            proof: claim.proof.map(|proof| proof.by),
            proved_at: claim.proof.map(|proof| proof.at),
            proved_until: claim.proved_until(),
            txt_name: claim.record_name(),
            txt_value: claim.record_text(),
        }
    }
}
