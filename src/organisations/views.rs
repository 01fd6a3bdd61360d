//! Organisations as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    identifiers::HeldView,
    model::{OrganisationState, Stored},
};
use crate::{http::Answer, prelude::*};

/// An organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    pub kind: OrganisationKind,
    pub name: String,
    pub summary: Option<String>,
    pub website: Option<String>,
    pub state: OrganisationState,
    /// Verified, and looked at again since then: what runs goes on, nothing new is published.
    pub reverifying_since: Option<Instant>,
    /// Whether the organisation comes from imported open data and has no members yet.
    pub imported: bool,
    pub identifiers: Vec<HeldView>,
    pub created_at: Instant,
    pub version: i64,
}

impl From<&Stored> for OrganisationView {
    fn from(o: &Stored) -> Self {
        Self {
            id: o.id,
            kind: o.kind,
            name: o.name.clone(),
            summary: o.summary.clone(),
            website: o.website.clone(),
            state: o.state,
            reverifying_since: o.standing.reverifying_since,
            imported: o.imported,
            identifiers: o.identifiers.iter().map(HeldView::from).collect(),
            created_at: o.created_at,
            version: o.version,
        }
    }
}

/// The answer to an operation that shows an organisation as it is now.
pub fn created(organisation: &Stored) -> Answer {
    let location = format!("/v1/organisations/{}", organisation.id);
    Answer::created(&OrganisationView::from(organisation), location).version(organisation.version)
}
