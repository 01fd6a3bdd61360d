//! `POST /v1/organisations`: a person registers a public body or a supplier, and becomes its owner.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    identifiers::{HeldIdentifier, Identifier, store as identifiers},
    likeness::composed,
    members::{Roles, store as members},
    model::{CannotOrganise, OrganisationState, Standing, Stored},
    policy::Create,
    store,
};
use crate::prelude::*;

/// A public body or a supplier.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CreateOrganisation)]
pub struct NewOrganisation {
    /// Public body or supplier.
    #[schema(example = "public_body")]
    pub kind: OrganisationKind,
    /// The name, which is not confusable with that of a verified organisation.
    #[schema(example = "London Borough of Camden")]
    pub name: Line<200>,
    /// At most ten, each used by no other organisation.
    #[deserr(default)]
    #[schema(required = false, example = json!([{ "scheme": "GB-LAE", "id": "CMD" }]))]
    pub identifiers: Vec<Identifier>,
    /// A few sentences about the organisation.
    #[deserr(default)]
    #[schema(example = "We run a borough of 218,000 people.")]
    pub summary: Option<Text<2000>>,
    /// The web address of the organisation.
    #[deserr(default)]
    #[schema(example = "https://www.camden.example")]
    pub website: Option<Line<200>>,
}

pub fn create(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &NewOrganisation,
) -> Result<Recorded<Stored>, Fault> {
    let (may, ()) = store::anything().open::<Create>(&call.actor)?;
    let user = call.person()?;
    for identifier in &asked.identifiers {
        if identifiers::holder_of(tx.db(), identifier)?.is_some() {
            return Err(CannotOrganise::Taken(identifier.to_string()).into());
        }
    }
    let (id, name) = (Id::new(), composed(asked.name.as_str()));
    if store::has_a_twin(tx.db(), &name, id)? {
        return Err(CannotOrganise::LooksLike.into());
    }
    let organisation = Stored {
        id,
        kind: asked.kind,
        name,
        summary: asked.summary.as_ref().map(ToString::to_string),
        website: asked.website.as_ref().map(ToString::to_string),
        state: OrganisationState::Unverified,
        state_note: None,
        imported: false,
        created_at: call.at,
        version: 1,
        identifiers: asked.identifiers.iter().cloned().map(HeldIdentifier::new).collect(),
        standing: Standing { waiting_since: Some(call.at), ..Standing::default() },
    };
    store::insert(tx, &organisation, user, call.at)?;
    let owner = Roles::of(vec![Role::Owner], asked.kind)?;
    members::insert(tx, organisation.id, user, &owner, call.at)?;
    let event = Event::of("organisation.created", "organisation", &organisation.id)
        .fact("kind", asked.kind.as_str());
    audit::record(tx, call, &may, event, organisation)
}
