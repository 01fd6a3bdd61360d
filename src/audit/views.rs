//! Events of the log as they are shown.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::store::StoredEvent;
use crate::{
    access::User,
    db::Names,
    kernel::{Id, Instant},
};

/// One event of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEvent {
    /// The id of the event.
    #[schema(value_type = String, format = "uuid")]
    pub id: String,
    /// The instant of the event.
    pub at: Instant,
    /// The kind of the event: its thing, and the act in the past tense.
    #[schema(example = "opportunity.published")]
    pub what: String,
    /// The kind of the thing that the event is about.
    #[schema(example = "opportunity")]
    pub thing_kind: String,
    /// The id of that thing.
    pub thing_id: String,
    /// The person who acted; absent for the public, and for Guildhall itself.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub user_id: Option<Id<User>>,
    /// The full name of that person.
    #[schema(example = "Ada Lovelace")]
    pub user_name: Option<String>,
    /// The organisation that the person acted for.
    #[schema(format = "uuid")]
    pub organisation_id: Option<String>,
    /// The whole event as it was hashed into the chain.
    #[schema(value_type = Object)]
    pub body: Value,
    /// SHA-256 of a zero byte and the body (RFC 6962).
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub leaf: String,
}

impl AuditEvent {
    pub fn of(row: StoredEvent, names: &Names) -> Self {
        let user_id = row.person();
        Self {
            id: row.id,
            at: row.at,
            what: row.what,
            thing_kind: row.thing_kind,
            thing_id: row.thing_id,
            user_id,
            user_name: user_id.map(|user| names.of(user)),
            organisation_id: row.organisation_id,
            body: serde_json::from_str(&row.body).unwrap_or_default(),
            leaf: row.leaf,
        }
    }
}
