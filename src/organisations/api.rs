//! Organisations over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    creation::{self, NewOrganisation},
    identifiers::{Identifier, MOST},
    identity::{self, NewIdentity},
    model::{self, OrganisationState, Stored},
    reading::{self, FoundOrganisation, OrganisationPage},
    store::OrganisationFilters,
    views::{OrganisationView, created},
};
use crate::{
    http::{Page, PageOf, prelude::*},
    prelude::*,
};

operations! { "organisations":
    /// Register an organisation
    ///
    /// The person who registers it becomes its owner. An administrator verifies the organisation; until
    /// then a public body can draft opportunities but not publish them, and a supplier can draft bids
    /// but not submit them.
    post "/v1/organisations" create_organisation =
        signed_in().takes::<NewOrganisation>().versioned().gives::<OrganisationView>(201, "The organisation")
            .says(409, "An identifier belongs to another organisation")
            .row("docef", "yyyyyy yy yyyy yyy");

    /// List organisations
    ///
    /// The public directory, newest first.
    get "/v1/organisations" list_organisations =
        public().key(Scope::OrganisationsRead).query::<OrganisationQuery>()
            .gives::<Page<OrganisationView>>(200, "A page of organisations");

    /// Get an organisation
    ///
    /// Public. A public body that was merged into another redirects there.
    get "/v1/organisations/{id}" get_organisation =
        public().key(Scope::OrganisationsRead).versioned().gives::<OrganisationView>(200, "The organisation")
            .says(308, "The body was merged; Location names the remaining one")
            .row("docef", "yyyyyy yy yyyy yyy");

    /// Change the name and identifiers of an organisation
    ///
    /// By an owner. A verified organisation then waits for a new verification: running competitions
    /// continue, but it publishes nothing new until then.
    put "/v1/organisations/{id}/identity" change_identity =
        signed_in().takes::<Identity>()
            .versioned().gives::<OrganisationView>(200, "The organisation as it is now")
            .says(409, "A name or an identifier of another organisation")
            .row("docef", "nnnnnn nn ynnn nnn");
}

fn checked(new: &NewOrganisation) -> Result<(), Faults> {
    let mut faults = distinct(&new.identifiers);
    if let Some(website) = &new.website {
        faults.keep("/website", "url", model::website(website));
    }
    faults.none()
}

async fn create_organisation(request: Request, Body(asked): Body<NewOrganisation>) -> Reply {
    checked(&asked)?;
    request.act(move |tx, call| creation::create(tx, call, &asked), created).await
}

/// Filters of the directory.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrganisationQuery {
    /// Organisations of this kind.
    #[deserr(default)]
    pub kind: Option<OrganisationKind>,
    /// Organisations in this state of verification.
    #[deserr(default)]
    pub state: Option<OrganisationState>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

async fn list_organisations(request: Request, Query(query): Query<OrganisationQuery>) -> Reply {
    let filters = OrganisationFilters { kind: query.kind, state: query.state };
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("organisations", &filters))?;
    let asked = OrganisationPage { filters, page };
    let found = request.read(move |db, _| reading::list(db, &asked)).await?;
    Ok(Answer::page(&found.map(|one| OrganisationView::from(&one))))
}

async fn get_organisation(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    let found = request.read(move |db, actor| reading::read(db, actor, id)).await?;
    Ok(match found {
        FoundOrganisation::Here(found) => shown(&found),
        FoundOrganisation::MergedInto(successor) => {
            Answer::moved(format!("/v1/organisations/{successor}"))
        }
    })
}

fn shown(organisation: &Stored) -> Answer {
    Answer::ok(&OrganisationView::from(organisation)).version(organisation.version)
}

/// At most ten identifiers, each once.
fn distinct(identifiers: &[Identifier]) -> Faults {
    let mut faults = Faults::new();
    if identifiers.len() > MOST {
        faults.add("/identifiers", "too-many", "give at most ten identifiers");
    }
    for (n, one) in identifiers.iter().enumerate() {
        if identifiers.iter().take(n).any(|other| other == one) {
            faults.add(format!("/identifiers/{n}"), "duplicate", "appears twice");
        }
    }
    faults
}

/// The name and identifiers of an organisation.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Identity {
    /// The name, which is not confusable with that of a verified organisation.
    #[schema(example = "London Borough of Camden")]
    pub name: Line<200>,
    /// All identifiers, at most ten, each used by no other organisation.
    #[schema(example = json!([{ "scheme": "GB-LAE", "id": "CMD" }]))]
    pub identifiers: Vec<Identifier>,
}

async fn change_identity(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(body): Body<Identity>,
) -> Reply {
    let id = path.into_inner();
    distinct(&body.identifiers).none()?;
    let Identity { name, identifiers } = body;
    let asked = NewIdentity { organisation: id, name, identifiers };
    let change = move |tx: &mut Tx<'_>, call: &Call| identity::change(tx, call, &asked);
    request.act(change, shown).await
}
