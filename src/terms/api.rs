//! Terms over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    acceptance,
    model::{Acceptance, NewTerms, Terms, VersionAsked},
    publishing, reading,
    views::{AcceptanceView, TermsSummary, TermsView},
};
use crate::{
    access::{No, Organisation},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Instant, Line, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/terms")
                .route(web::get().to(list_terms))
                .route(web::post().to(publish_terms)),
        )
        .service(web::resource("/v1/terms/{version}").route(web::get().to(get_terms)))
        .service(
            web::resource("/v1/organisations/{id}/terms-acceptances")
                .route(web::get().to(list_terms_acceptances))
                .route(web::post().to(accept_terms)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list_terms, publish_terms, get_terms, list_terms_acceptances, accept_terms))]
pub struct Description;

/// List versions of the terms
///
/// Newest first, including announced versions that do not apply yet.
#[utoipa::path(
    get,
    path = "/v1/terms",
    operation_id = "list_terms",
    tag = "organisations",
    params(PageQuery),
    responses((status = 200, description = "A page of versions", body = Page<TermsSummary>)),
)]
pub async fn list_terms(app: Data<App>, caller: Caller, Query(query): Query<PageQuery>) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"terms")?;
    let found = app.read_openly(caller, move |db, actor| reading::list(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(TermsSummary::from)))
}

/// Get a version of the terms
///
/// By number, or `current` for the version that applies now.
#[utoipa::path(
    get,
    path = "/v1/terms/{version}",
    operation_id = "get_terms",
    tag = "organisations",
    params(("version" = String, Path, description = "A number, or `current`", example = "current")),
    responses((status = 200, description = "The terms", body = TermsView)),
)]
pub async fn get_terms(app: Data<App>, caller: Caller, path: Path<String>) -> Reply {
    let asked =
        Line::<20>::parse(&path.into_inner()).ok().and_then(|word| VersionAsked::parse(&word));
    let asked = asked.ok_or(No::Hidden)?;
    let now = caller.asked.at;
    let found =
        app.read_openly(caller, move |db, actor| reading::read(db, actor, asked, now)).await?;
    Ok(Answer::ok(&TermsView::from(&found)))
}

/// New terms.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TermsBody {
    pub text: Text<40_000>,
    /// The changes in plain words, for the letter to all suppliers.
    #[schema(example = "Prices are published after the standstill.")]
    pub changes: Text<2_000>,
    /// The first version may apply at once, a later one in a week; that is what counts where none
    /// is given.
    #[deserr(default)]
    pub applies_from: Option<Instant>,
}

/// Publish new terms
///
/// By an administrator. Owners and bidders of suppliers are told. Once the version applies, a
/// supplier submits no bid before an owner or a bidder has accepted it. Needs authentication within
/// the last five minutes (see `step_up`).
#[utoipa::path(
    post,
    path = "/v1/terms",
    operation_id = "publish_terms",
    tag = "organisations",
    request_body = TermsBody,
    security(("bearer" = [])),
    responses((status = 201, description = "The version", body = TermsView)),
)]
pub async fn publish_terms(app: Data<App>, caller: Caller, Body(new): Body<TermsBody>) -> Reply {
    let new = NewTerms { text: new.text, changes: new.changes, applies_from: new.applies_from };
    let publish = move |tx: &mut Tx<'_>, call: &Call| publishing::publish(tx, call, &new);
    let show = |terms: &Terms| {
        Answer::created(&TermsView::from(terms), format!("/v1/terms/{}", terms.version))
    };
    Ok(audit::act(&app, caller, publish, show).await?)
}

/// List the accepted terms of an organisation
///
/// Newest version first. For members, administrators and auditors.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/terms-acceptances",
    operation_id = "list_terms_acceptances",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of acceptances", body = Page<AcceptanceView>)),
)]
pub async fn list_terms_acceptances(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("terms acceptances", id))?;
    let found =
        audit::read(&app, caller, move |db, actor| reading::acceptances(db, actor, id, &page))
            .await?;
    Ok(Answer::page(&found.map(|acceptance| AcceptanceView::from(&acceptance))))
}

/// The version to accept.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AcceptedVersion {
    #[schema(example = 2)]
    pub version: i32,
}

/// Accept the terms for an organisation
///
/// By an owner or a bidder: the version that applies, or an announced one.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/terms-acceptances",
    operation_id = "accept_terms",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = AcceptedVersion,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The acceptance", body = AcceptanceView),
        (status = 409, description = "The version is already accepted, or another version applies now"),
    ),
)]
pub async fn accept_terms(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(accepted): Body<AcceptedVersion>,
) -> Reply {
    let of = path.into_inner();
    let accept =
        move |tx: &mut Tx<'_>, call: &Call| acceptance::accept(tx, call, of, accepted.version);
    let show = move |one: &Acceptance| {
        Answer::created(
            &AcceptanceView::from(one),
            format!("/v1/organisations/{of}/terms-acceptances"),
        )
    };
    Ok(audit::act(&app, caller, accept, show).await?)
}
