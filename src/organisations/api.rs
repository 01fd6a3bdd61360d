//! Organisations over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    creation::{self, NewOrganisation},
    identifiers::{self, Identifier, MOST},
    identity::{self, NewIdentity},
    members,
    model::{self, OrganisationState, Stored},
    reading::{self, FoundOrganisation, OrganisationPage},
    store::OrganisationFilters,
    views::{OrganisationView, created},
};
use crate::{
    access::{Organisation, OrganisationKind},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, Query, Reply},
    kernel::{Faults, Id, Line, Problem, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(identifiers::api::routes)
        .service(
            web::resource("/v1/organisations")
                .route(web::get().to(list_organisations))
                .route(web::post().to(create_organisation)),
        )
        .service(web::resource("/v1/organisations/{id}").route(web::get().to(get_organisation)))
        .service(
            web::resource("/v1/organisations/{id}/identity").route(web::put().to(change_identity)),
        )
        .configure(members::api::routes);
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    members::joining::api::ask_to_join,
    members::confirmation::api::confirm_members,
    members::invitations::api::decline_invitation,
    members::joining::api::list_join_requests,
    members::joining::api::list_my_join_requests,
    members::joining::api::answer_join_request,
    members::joining::api::withdraw_join_request,
    create_organisation,
    list_organisations,
    get_organisation,
    change_identity,
    members::invitations::api::invite_member,
    members::invitations::api::accept_invitation,
    members::api::list_members,
    members::api::change_member_roles,
    members::api::end_membership,
    members::invitations::api::list_invitations,
    members::invitations::api::withdraw_invitation,
    identifiers::api::add_identifier,
    identifiers::api::withdraw_identifier,
    identifiers::api::verify_identifier
))]
pub struct Description;

/// A public body or a supplier.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct CreateOrganisation {
    #[schema(example = "public_body")]
    pub kind: OrganisationKind,
    #[schema(example = "London Borough of Camden")]
    pub name: Line<200>,
    /// At most ten, each used by no other organisation.
    #[deserr(default)]
    pub identifiers: Vec<Identifier>,
    #[deserr(default)]
    #[schema(example = "We run a borough of 218,000 people.")]
    pub summary: Option<Text<2000>>,
    #[deserr(default)]
    #[schema(example = "https://www.camden.example")]
    pub website: Option<Line<200>>,
}

impl CreateOrganisation {
    fn checked(self) -> Result<NewOrganisation, Problem> {
        let mut faults = distinct(&self.identifiers);
        if let Some(website) = &self.website {
            faults.keep("/website", "url", model::website(website));
        }
        faults.none()?;
        let Self { kind, name, summary, website, identifiers } = self;
        Ok(NewOrganisation { kind, name, summary, website, identifiers })
    }
}

/// Register an organisation
///
/// The person who registers it becomes its owner. An administrator verifies the organisation; until
/// then a public body can draft opportunities but not publish them, and a supplier can draft bids
/// but not submit them.
#[utoipa::path(
    post,
    path = "/v1/organisations",
    operation_id = "create_organisation",
    tag = "organisations",
    request_body = CreateOrganisation,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation", body = OrganisationView),
        (status = 409, description = "An identifier belongs to another organisation"),
    ),
)]
pub async fn create_organisation(
    app: Data<App>,
    caller: Caller,
    Body(body): Body<CreateOrganisation>,
) -> Reply {
    let asked = body.checked()?;
    Ok(audit::act(&app, caller, move |tx, call| creation::create(tx, call, &asked), created)
        .await?)
}

/// What to look for in the directory.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrganisationQuery {
    #[deserr(default)]
    pub kind: Option<OrganisationKind>,
    #[deserr(default)]
    pub state: Option<OrganisationState>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// List organisations
///
/// The public directory, newest first.
#[utoipa::path(
    get,
    path = "/v1/organisations",
    operation_id = "list_organisations",
    tag = "organisations",
    params(OrganisationQuery),
    responses((status = 200, description = "A page of organisations", body = Page<OrganisationView>)),
)]
pub async fn list_organisations(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<OrganisationQuery>,
) -> Reply {
    let filters = OrganisationFilters { kind: query.kind, state: query.state };
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("organisations", &filters))?;
    let asked = OrganisationPage { filters, page };
    let found = audit::read_openly(&app, caller, move |db, _| reading::list(db, &asked)).await?;
    Ok(Answer::page(&found.map(|one| OrganisationView::from(&one))))
}

/// Get an organisation
///
/// Public. A public body that was merged into another redirects there.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}",
    operation_id = "get_organisation",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 200, description = "The organisation", body = OrganisationView),
        (status = 308, description = "The body was merged; Location names the remaining one"),
    ),
)]
pub async fn get_organisation(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
) -> Reply {
    let id = path.into_inner();
    let found =
        audit::read_openly(&app, caller, move |db, actor| reading::read(db, actor, id)).await?;
    Ok(match found {
        FoundOrganisation::Here(found) => {
            Answer::ok(&OrganisationView::from(found.as_ref())).version(found.version)
        }
        FoundOrganisation::MergedInto(successor) => {
            Answer::moved(format!("/v1/organisations/{successor}"))
        }
    })
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
    #[schema(example = "London Borough of Camden")]
    pub name: Line<200>,
    /// All identifiers, at most ten, each used by no other organisation.
    pub identifiers: Vec<Identifier>,
}

/// Change the name and identifiers of an organisation
///
/// By an owner. A verified organisation then waits for a new verification: running competitions
/// continue, but it publishes nothing new until then.
#[utoipa::path(
    put,
    path = "/v1/organisations/{id}/identity",
    operation_id = "change_identity",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Identity,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "A name or an identifier of another organisation"),
    ),
)]
pub async fn change_identity(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<Identity>,
) -> Reply {
    let id = path.into_inner();
    distinct(&body.identifiers).none()?;
    let Identity { name, identifiers } = body;
    let asked = NewIdentity { organisation: id, name, identifiers };
    let change = move |tx: &mut Tx<'_>, call: &Call| identity::change(tx, call, &asked);
    let show = |organisation: &Stored| {
        Answer::ok(&OrganisationView::from(organisation)).version(organisation.version)
    };
    Ok(audit::act(&app, caller, change, show).await?)
}
