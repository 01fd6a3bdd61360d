//! The queue of verifications as administrators see it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Twin, Waiting};
use crate::{kernel::Instant, mail_domains::DomainView, organisations::OrganisationView};

/// An organisation that waits for verification, with the known facts.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationView {
    /// The organisation to verify.
    pub organisation: OrganisationView,
    /// The time since which the organisation waits.
    pub waiting_since: Option<Instant>,
    /// The latest note of an administrator.
    pub note: Option<String>,
    /// The latest answer of the organisation.
    pub answer: Option<String>,
    /// The mail domains that the organisation has claimed.
    pub domains: Vec<DomainView>,
    /// Organisations with a similar name.
    pub lookalikes: Vec<Twin>,
}

impl VerificationView {
    pub fn of(waiting: &Waiting, now: Instant) -> Self {
        let Waiting { organisation, domains, twins } = waiting;
        Self {
            organisation: OrganisationView::from(organisation),
            waiting_since: organisation.standing.waiting_since,
            note: organisation.state_note.clone(),
            answer: organisation.standing.answer.clone(),
            domains: domains.iter().map(|claim| DomainView::of(claim, now)).collect(),
            lookalikes: twins.clone(),
        }
    }
}
