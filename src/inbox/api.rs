//! The feed over HTTP.

use actix_web::web::{self, Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{Answer, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Instant, Problem, kinds},
    outbox::{self, Notification},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/v1/me/notifications").route(web::get().to(list_notifications)));
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list_notifications))]
pub struct Description;

/// Something that I was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationView {
    pub id: String,
    #[schema(example = "opportunity.published")]
    pub kind: String,
    pub subject: String,
    pub text: String,
    /// The id of what it is about.
    pub about: Option<String>,
    pub created_at: Instant,
    /// When the mail went out; none while it waits.
    pub mailed_at: Option<Instant>,
}

impl From<Notification> for NotificationView {
    fn from(row: Notification) -> Self {
        Self {
            id: row.id.to_string(),
            kind: row.kind,
            subject: row.subject,
            text: row.body_text,
            about: row.about,
            created_at: row.created_at,
            mailed_at: row.sent_at,
        }
    }
}

/// List my notifications
///
/// Newest first, with the same texts as the mails.
#[utoipa::path(
    get,
    path = "/v1/me/notifications",
    operation_id = "list_notifications",
    tag = "inbox",
    params(PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of my feed", body = Page<NotificationView>)),
)]
pub async fn list_notifications(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"notifications")?;
    let found = app
        .read(caller, move |db, actor| {
            let me = actor.user();
            let me = me.ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, "sign in first"))?;
            let rows = outbox::notifications_of(db, me, &page)?;
            Ok(page.cut(rows, |row| row.id.to_string()).map(NotificationView::from))
        })
        .await?;
    Ok(Answer::page(&found))
}
