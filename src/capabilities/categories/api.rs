//! Categories over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    editing,
    model::{Category, Changes, Criterion, NewCategory},
    reading,
    views::CategorySummary,
};
use crate::{
    http::{PathParameter, prelude::*},
    kernel::Key,
    prelude::*,
};

operations! { "suppliers":
    /// List capability categories
    ///
    /// The categories in which suppliers can be assessed, by code, including retired categories.
    /// Public.
    get "/v1/capability-categories" list_capability_categories =
        public().query::<PageQuery>().gives::<Page<CategorySummary>>(200, "A page of categories");

    /// Get a capability category
    ///
    /// Its criteria, each with the evidence that shows it. Public.
    get "/v1/capability-categories/{code}" get_capability_category =
        public()
            .parameter(PathParameter { name: "code", about: "", example: Some("user-research") })
            .versioned().gives::<Category>(200, "The category")
            .row("docef", "yyyyyy yy yyyy yyy");

    /// Create a capability category
    ///
    /// By an administrator.
    post "/v1/capability-categories" make_capability_category =
        signed_in().duty(Duty::Assessment).takes::<NewCapabilityCategory>()
            .versioned().gives::<Category>(201, "The category")
            .says(409, "A category with this code already exists")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Edit a capability category
    ///
    /// By an administrator. Title and description can change while the category is open; criteria can
    /// change until the first application with evidence for them.
    patch "/v1/capability-categories/{code}" edit_capability_category =
        signed_in().duty(Duty::Assessment).if_match()
            .parameter(PathParameter { name: "code", about: "", example: Some("user-research") })
            .takes::<EditCapabilityCategory>()
            .versioned().gives::<Category>(200, "The category as it is now")
            .says(409, "The category is retired, or has applications")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Retire a capability category
    ///
    /// By an administrator, with a public reason. The category takes no new applications; waiting
    /// applications are still assessed, and granted capabilities last until they expire.
    post "/v1/capability-categories/{code}/retirement" retire_capability_category =
        signed_in().duty(Duty::Assessment)
            .parameter(PathParameter { name: "code", about: "", example: Some("user-research") })
            .takes::<ReasonForRetirement>()
            .versioned().gives::<Category>(201, "The category as it is now")
            .says(409, "The category is already retired").row("docef", "nnnnyn nn nnnn nnn");
}

async fn list_capability_categories(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"capability categories")?;
    let found = request.read(move |db, actor| reading::list(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(CategorySummary::from)))
}

async fn get_capability_category(request: Request, path: Path<String>) -> Reply {
    let code = path.into_inner();
    let found = request.read(move |db, actor| reading::read(db, actor, &code)).await?;
    Ok(shown(&found))
}

fn shown(category: &Category) -> Answer {
    Answer::ok(category).version(category.version)
}

fn created(category: &Category) -> Answer {
    Answer::created(category, format!("/v1/capability-categories/{}", category.code))
        .version(category.version)
}

/// A new category.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewCapabilityCategory {
    /// The permanent code of the category.
    #[schema(example = "user-research")]
    pub code: Key,
    /// The title of the category.
    #[schema(value_type = String, example = "User research")]
    pub title: Line<200>,
    /// The description of the capability.
    #[schema(value_type = String, example = "Finding out what people need, with them.")]
    pub description: Text<2_000>,
    /// The criteria: one to twelve, each with a key of its own.
    pub criteria: Vec<Criterion>,
}

async fn make_capability_category(
    request: Request,
    Body(body): Body<NewCapabilityCategory>,
) -> Reply {
    let NewCapabilityCategory { code, title, description, criteria } = body;
    let new = NewCategory { code, title, description, criteria };
    request.act(move |tx, call| editing::make(tx, call, &new), created).await
}

/// A merge patch (RFC 7396) of a category; `criteria` replaces all criteria.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EditCapabilityCategory {
    /// The new title.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "User research and testing")]
    pub title: Option<Line<200>>,
    /// The new description.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Finding out what people need, with them.")]
    pub description: Option<Text<2_000>>,
    /// The new criteria; only before the first application.
    #[deserr(default)]
    pub criteria: Option<Vec<Criterion>>,
}

async fn edit_capability_category(
    request: Request,
    path: Path<String>,
    Body(body): Body<EditCapabilityCategory>,
) -> Reply {
    let (code, EditCapabilityCategory { title, description, criteria }) = (path.into_inner(), body);
    let changes = Changes { title, description, criteria };
    request.act(move |tx, call| editing::change(tx, call, &code, &changes), shown).await
}

/// The public reason for the retirement.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ReasonForRetirement {
    /// The reason, which is public.
    #[schema(value_type = String, example = "Service design has taken its place.")]
    pub reason: Text<2_000>,
}

async fn retire_capability_category(
    request: Request,
    path: Path<String>,
    Body(body): Body<ReasonForRetirement>,
) -> Reply {
    let code = path.into_inner();
    request.act(move |tx, call| editing::retire(tx, call, &code, &body.reason), created).await
}
