//! Applications over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{applying, model::NewApplication, reading, views::ApplicationView};
use crate::{
    capabilities::model::{Application, Evidence},
    http::prelude::*,
    kernel::Key,
    prelude::*,
};

operations! { "suppliers":
    /// List the capability applications of a supplier
    ///
    /// For its members and administrators, newest first.
    get "/v1/organisations/{id}/capability-applications" list_capability_applications =
        signed_in().duty(Duty::Assessment).query::<PageQuery>()
            .gives::<Page<Application>>(200, "A page of applications")
            .row("docef", "---yy- yy ---- ---");

    /// Apply for a capability
    ///
    /// By an owner or a bidder of a verified supplier, with evidence for every criterion. One
    /// application for a category waits at a time, five in all. A new application renews a capability,
    /// which stays granted until its end.
    post "/v1/organisations/{id}/capability-applications" apply_for_capability =
        signed_in().takes::<NewCapabilityApplication>()
            .gives::<Application>(201, "The application")
            .says(409, "The category is retired, an application already waits, or five applications wait")
            .row("docef", "---n-- yy ---- ---");

    /// Get a capability application
    ///
    /// The evidence and the findings. For members of the supplier and administrators.
    get "/v1/capability-applications/{id}" get_capability_application =
        signed_in().duty(Duty::Assessment).gives::<ApplicationView>(200, "The application")
            .row("docef", "---yy- yy ---- ---");

    /// Withdraw a capability application
    ///
    /// By an owner or a bidder, while the application waits for assessment.
    delete "/v1/capability-applications/{id}" withdraw_capability_application =
        signed_in().says(204, "Withdrawn")
            .says(409, "The application is already assessed or withdrawn")
            .row("docef", "---n-- yy ---- ---");
}

async fn list_capability_applications(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("capability applications", id))?;
    let found = request.read(move |db, actor| reading::list(db, actor, id, &page)).await?;
    Ok(Answer::page(&found))
}

/// The category of the application, and the evidence.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewCapabilityApplication {
    /// The code of the category.
    #[schema(example = "user-research")]
    pub category: Key,
    /// One entry for each criterion of the category.
    pub evidence: Vec<Evidence>,
}

async fn apply_for_capability(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(body): Body<NewCapabilityApplication>,
) -> Reply {
    let of = path.into_inner();
    let new = NewApplication { category: body.category, evidence: body.evidence };
    request.act(move |tx, call| applying::apply(tx, call, of, &new), created).await
}

/// The answer leaves the evidence out: it is kept for a day for retries, and evidence stands in one
/// place alone.
pub fn created(application: &Application) -> Answer {
    Answer::created(application, format!("/v1/capability-applications/{}", application.id))
}

async fn get_capability_application(request: Request, path: Path<Id<Application>>) -> Reply {
    let id = path.into_inner();
    let found = request.read(move |db, actor| reading::read(db, actor, id)).await?;
    Ok(Answer::ok(&ApplicationView::from(&found)))
}

async fn withdraw_capability_application(request: Request, path: Path<Id<Application>>) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| applying::withdraw(tx, call, id), |(): &()| Answer::done()).await
}
