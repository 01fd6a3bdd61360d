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
    /// The id of the organisation.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    /// Public body or supplier.
    pub kind: OrganisationKind,
    /// The name of the organisation.
    pub name: String,
    /// A few sentences about the organisation.
    pub summary: Option<String>,
    /// The web address of the organisation.
    pub website: Option<String>,
    /// The verification of the organisation.
    pub state: OrganisationState,
    /// The time since which a verified organisation is verified again: running competitions go on,
    /// and nothing new is published.
    pub reverifying_since: Option<Instant>,
    /// Whether the organisation comes from imported open data and has no members yet.
    pub imported: bool,
    /// The identifiers of the organisation in registers.
    pub identifiers: Vec<HeldView>,
    /// The time of the registration or import.
    pub created_at: Instant,
    /// The version, for `If-Match`.
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
