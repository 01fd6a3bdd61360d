//! The queue as administrators see it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Twin, Waiting};
use crate::{
    mail_domains::DomainView,
    organisations::{OrganisationState, OrganisationView},
    prelude::*,
};

/// An organisation with a similar name.
#[derive(Debug, Serialize, ToSchema)]
pub struct TwinView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    pub name: String,
    pub state: OrganisationState,
}

impl From<&Twin> for TwinView {
    fn from(twin: &Twin) -> Self {
        Self { id: twin.id, name: twin.name.clone(), state: twin.state }
    }
}

/// An organisation that waits for verification, with the known facts.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationView {
    pub organisation: OrganisationView,
    pub waiting_since: Option<Instant>,
    /// The latest note of an administrator.
    pub note: Option<String>,
    /// The latest answer of the organisation.
    pub answer: Option<String>,
    pub domains: Vec<DomainView>,
    /// Organisations with a similar name.
    pub lookalikes: Vec<TwinView>,
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
            lookalikes: twins.iter().map(TwinView::from).collect(),
        }
    }
}
