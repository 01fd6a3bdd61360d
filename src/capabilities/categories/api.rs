//! Categories over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    editing,
    model::{Category, Changes, Criterion, NewCategory},
    reading,
    views::{CategorySummary, CategoryView},
};
use crate::{
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Key, Line, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/capability-categories")
                .route(web::get().to(list_capability_categories))
                .route(web::post().to(make_capability_category)),
        )
        .service(
            web::resource("/v1/capability-categories/{code}")
                .route(web::get().to(get_capability_category))
                .route(web::patch().to(edit_capability_category)),
        )
        .service(
            web::resource("/v1/capability-categories/{code}/retirement")
                .route(web::post().to(retire_capability_category)),
        );
}

/// List capability categories
///
/// The categories in which suppliers can be assessed, by code, including retired categories.
/// Public.
#[utoipa::path(
    get,
    path = "/v1/capability-categories",
    operation_id = "list_capability_categories",
    tag = "suppliers",
    params(PageQuery),
    responses((status = 200, description = "A page of categories", body = Page<CategorySummary>)),
)]
pub async fn list_capability_categories(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"capability categories")?;
    let found = app.read_openly(caller, move |db, actor| reading::list(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(CategorySummary::from)))
}

/// Get a capability category
///
/// Its criteria, each with the evidence that shows it. Public.
#[utoipa::path(
    get,
    path = "/v1/capability-categories/{code}",
    operation_id = "get_capability_category",
    tag = "suppliers",
    params(("code" = String, Path, example = "user-research")),
    responses(
        (status = 200, description = "The category", body = CategoryView),
        (status = 304, description = "The current version"),
    ),
)]
pub async fn get_capability_category(app: Data<App>, caller: Caller, path: Path<String>) -> Reply {
    let code = path.into_inner();
    let found = app.read_openly(caller, move |db, actor| reading::read(db, actor, &code)).await?;
    Ok(shown(&found))
}

fn shown(category: &Category) -> Answer {
    Answer::ok(&CategoryView::from(category)).version(category.version)
}

fn created(category: &Category) -> Answer {
    let view = CategoryView::from(category);
    Answer::created(&view, format!("/v1/capability-categories/{}", category.code))
        .version(category.version)
}

/// A new category.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewCapabilityCategory {
    /// The permanent code of the category.
    #[schema(example = "user-research")]
    pub code: Key,
    #[schema(value_type = String, example = "User research")]
    pub title: Line<200>,
    #[schema(value_type = String, example = "Finding out what people need, with them.")]
    pub description: Text<2_000>,
    /// One to twelve, each with a key of its own.
    pub criteria: Vec<Criterion>,
}

/// Create a capability category
///
/// By an administrator.
#[utoipa::path(
    post,
    path = "/v1/capability-categories",
    operation_id = "make_capability_category",
    tag = "suppliers",
    request_body = NewCapabilityCategory,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The category", body = CategoryView),
        (status = 409, description = "A category with this code already exists"),
    ),
)]
pub async fn make_capability_category(
    app: Data<App>,
    caller: Caller,
    Body(body): Body<NewCapabilityCategory>,
) -> Reply {
    let NewCapabilityCategory { code, title, description, criteria } = body;
    let new = NewCategory { code, title, description, criteria };
    let make = move |tx: &mut Tx<'_>, call: &Call| editing::make(tx, call, &new);
    Ok(audit::act(&app, caller, make, created).await?)
}

/// What to change (RFC 7396); what is not named stays, `criteria` replaces all criteria.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EditCapabilityCategory {
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "User research and testing")]
    pub title: Option<Line<200>>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub description: Option<Text<2_000>>,
    /// Only before the first application.
    #[deserr(default)]
    pub criteria: Option<Vec<Criterion>>,
}

/// Edit a capability category
///
/// By an administrator. Title and description can change while the category is open; criteria can
/// change until the first application with evidence for them.
#[utoipa::path(
    patch,
    path = "/v1/capability-categories/{code}",
    operation_id = "edit_capability_category",
    tag = "suppliers",
    params(("code" = String, Path, example = "user-research")),
    request_body(content = EditCapabilityCategory, content_type = "application/merge-patch+json"),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The category as it is now", body = CategoryView),
        (status = 409, description = "The category is retired, or has applications"),
    ),
)]
pub async fn edit_capability_category(
    app: Data<App>,
    caller: Caller,
    path: Path<String>,
    _: IfMatch,
    Body(body): Body<EditCapabilityCategory>,
) -> Reply {
    let (code, EditCapabilityCategory { title, description, criteria }) = (path.into_inner(), body);
    let changes = Changes { title, description, criteria };
    let change = move |tx: &mut Tx<'_>, call: &Call| editing::change(tx, call, &code, &changes);
    Ok(audit::act(&app, caller, change, shown).await?)
}

/// The public reason for the retirement.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ReasonForRetirement {
    #[schema(value_type = String, example = "Service design has taken its place.")]
    pub reason: Text<2_000>,
}

/// Retire a capability category
///
/// By an administrator, with a public reason. The category takes no new applications; waiting
/// applications are still assessed, and granted capabilities last until they expire.
#[utoipa::path(
    post,
    path = "/v1/capability-categories/{code}/retirement",
    operation_id = "retire_capability_category",
    tag = "suppliers",
    params(("code" = String, Path, example = "user-research")),
    request_body = ReasonForRetirement,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The category as it is now", body = CategoryView),
        (status = 409, description = "The category is already retired"),
    ),
)]
pub async fn retire_capability_category(
    app: Data<App>,
    caller: Caller,
    path: Path<String>,
    Body(body): Body<ReasonForRetirement>,
) -> Reply {
    let code = path.into_inner();
    let retire = move |tx: &mut Tx<'_>, call: &Call| editing::retire(tx, call, &code, &body.reason);
    Ok(audit::act(&app, caller, retire, created).await?)
}
