//! Notifications as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{kernel::Instant, outbox::Notification};

/// A notification.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationView {
    /// The id of the notification.
    pub id: String,
    /// The kind of the notification: a noun and what happened to it.
    #[schema(example = "opportunity.published")]
    pub kind: String,
    /// The subject of the mail.
    pub subject: String,
    /// The text of the mail.
    pub text: String,
    /// The id of the resource concerned.
    pub about: Option<String>,
    /// The time of the event.
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
