//! Categories over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    audit::{self, Call},
    capabilities::{
        categories::{self, Changes, NewCategory},
        model_categories::{Category, CategoryState, Criterion},
        policy::ReadCategories,
        store_categories as store,
    },
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Instant, Key, Line, Text},
};

/// What suppliers can be assessed for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityCategory)]
pub struct CategoryView {
    #[schema(example = "user-research")]
    pub code: String,
    #[schema(example = "User research")]
    pub title: String,
    pub description: String,
    /// A capability is granted if, and only if, all of them are met.
    pub criteria: Vec<Criterion>,
    /// Nobody applies for a category that is retired; what is held stays until its end.
    pub state: CategoryState,
    pub made_at: Instant,
    pub updated_at: Instant,
    pub retired_at: Option<Instant>,
    pub retired_because: Option<String>,
    pub version: i64,
}

impl From<&Category> for CategoryView {
    fn from(category: &Category) -> Self {
        let (retired_at, retired_because) = category.retired.clone().unzip();
        Self {
            code: category.code.clone(),
            title: category.title.clone(),
            description: category.description.clone(),
            criteria: category.criteria.clone(),
            state: category.state,
            made_at: category.made_at,
            updated_at: category.updated_at,
            retired_at,
            retired_because,
            version: category.version,
        }
    }
}

/// A category in a list, without its criteria.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityCategorySummary)]
pub struct CategorySummary {
    #[schema(example = "user-research")]
    pub code: String,
    #[schema(example = "User research")]
    pub title: String,
    pub description: String,
    pub state: CategoryState,
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
    let found = app
        .read_openly(caller, move |db, actor| {
            let (_, ()) = store::anything().open::<ReadCategories>(actor)?;
            let rows = store::list(db, &page)?;
            Ok(page.cut(rows, |one| one.code.clone()).map(|one| CategorySummary {
                code: one.code,
                title: one.title,
                description: one.description,
                state: one.state,
            }))
        })
        .await?;
    Ok(Answer::page(&found))
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
        (status = 304, description = "As you know it"),
    ),
)]
pub async fn get_capability_category(app: Data<App>, caller: Caller, path: Path<String>) -> Reply {
    let code = path.into_inner();
    let found = app
        .read_openly(caller, move |db, actor| {
            let (_, ()) = store::anything().open::<ReadCategories>(actor)?;
            store::find(db, &code)
        })
        .await?;
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
    /// By which everybody names it; it is given once and never changes.
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
        (status = 409, description = "There is one of this code already"),
    ),
)]
pub async fn make_capability_category(
    app: Data<App>,
    caller: Caller,
    Body(body): Body<NewCapabilityCategory>,
) -> Reply {
    let NewCapabilityCategory { code, title, description, criteria } = body;
    let new = NewCategory { code, title, description, criteria };
    let make = move |tx: &mut Tx<'_>, call: &Call| categories::make(tx, call, &new);
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
    /// Only as long as nobody has applied.
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
        (status = 409, description = "Retired, or somebody has applied"),
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
    let change = move |tx: &mut Tx<'_>, call: &Call| categories::change(tx, call, &code, &changes);
    Ok(audit::act(&app, caller, change, shown).await?)
}

/// Why a category is retired; everybody may read it.
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
        (status = 409, description = "Retired already"),
    ),
)]
pub async fn retire_capability_category(
    app: Data<App>,
    caller: Caller,
    path: Path<String>,
    Body(body): Body<ReasonForRetirement>,
) -> Reply {
    let code = path.into_inner();
    let retire =
        move |tx: &mut Tx<'_>, call: &Call| categories::retire(tx, call, &code, &body.reason);
    Ok(audit::act(&app, caller, retire, created).await?)
}
