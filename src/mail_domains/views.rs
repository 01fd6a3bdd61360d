//! Mail domains as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Claim, DomainState, ProvedBy};
use crate::kernel::Instant;

/// A domain of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct DomainView {
    pub id: String,
    #[schema(example = "camden.example")]
    pub domain: String,
    /// At this moment: a proof runs out after a year.
    pub state: DomainState,
    pub claimed_at: Instant,
    pub proof: Option<ProvedBy>,
    pub proved_at: Option<Instant>,
    pub proved_until: Option<Instant>,
    /// Where a TXT record proves the claim.
    #[schema(example = "_guildhall.camden.example")]
    pub txt_name: String,
    /// What the record has to say.
    #[schema(example = "guildhall-domain=q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub txt_value: String,
}

impl DomainView {
    pub fn of(claim: &Claim, now: Instant) -> Self {
        Self {
            id: claim.id.to_string(),
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
