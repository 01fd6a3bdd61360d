//! The feed over HTTP.

use super::{reading, views::NotificationView};
use crate::http::{Page, PageOf, prelude::*};
use crate::{access::Scope, audit::Request, operations};

operations! { "inbox":
    /// List my notifications
    ///
    /// Newest first, with the same texts as the mails.
    get "/v1/me/notifications" list_notifications =
        signed_in().key(Scope::NotificationsRead).query::<PageQuery>()
            .gives::<Page<NotificationView>>(200, "A page of notifications")
            .row("docef", "yyyyyy yy yyyy yyy");
}

async fn list_notifications(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"notifications")?;
    let found = request.read(move |db, actor| reading::own_notifications(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(NotificationView::from)))
}
