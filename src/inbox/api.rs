//! The feed over HTTP.

use actix_web::web::{self, Data};

use super::{reading, views::NotificationView};
use crate::{
    app::App,
    http::{Answer, Caller, Page, PageOf, PageQuery, Query, Reply},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/v1/me/notifications").route(web::get().to(list_notifications)));
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list_notifications))]
pub struct Description;

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
    responses((status = 200, description = "A page of notifications", body = Page<NotificationView>)),
)]
pub async fn list_notifications(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"notifications")?;
    let found =
        app.read(caller, move |db, actor| reading::own_notifications(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(NotificationView::from)))
}
