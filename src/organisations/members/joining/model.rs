//! Requests to join as values.

use diesel::{Queryable, Selectable};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::schema::{join_requests, organisations, users},
    prelude::*,
    words,
};

words!(
    /// The outcome of a request to join.
    JoinOutcome {
        /// An owner has accepted the person as a member.
        Accepted = "accepted",
        /// An owner has declined the request.
        Declined = "declined",
        /// The person has withdrawn the request, or the organisation was merged.
        Withdrawn = "withdrawn",
    }
);

/// A request to join an organisation.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = join_requests)]
pub struct JoinRequest {
    /// The id of the request.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<JoinRequest>,
    /// The organisation to join.
    #[diesel(column_name = organisation_id)]
    #[serde(rename = "organisation_id")]
    #[schema(value_type = String, format = "uuid")]
    pub organisation: Id<Organisation>,
    /// The name of the organisation.
    #[diesel(select_expression = organisations::name)]
    #[diesel(select_expression_type = organisations::name)]
    pub organisation_name: String,
    /// The person who asks.
    #[diesel(column_name = user_id)]
    #[serde(rename = "user_id")]
    #[schema(value_type = String, format = "uuid")]
    pub user: Id<User>,
    /// The name of the person.
    #[diesel(select_expression = users::full_name)]
    #[diesel(select_expression_type = users::full_name)]
    pub full_name: String,
    /// The e-mail address of the person.
    #[diesel(select_expression = users::email)]
    #[diesel(select_expression_type = users::email)]
    pub email: String,
    /// The message of the person to the owners.
    pub message: String,
    /// The time of the request.
    pub asked_at: Instant,
    /// The time of its end.
    pub answered_at: Option<Instant>,
    /// The outcome; none while the request waits for an answer.
    pub outcome: Option<JoinOutcome>,
}

/// An owner's answer to a request.
#[derive(Debug, Clone)]
pub struct JoinAnswer {
    pub request: Id<JoinRequest>,
    /// The roles of the new member; none where the answer is no.
    pub roles: Option<Vec<Role>>,
    pub reason: Option<Text<1_000>>,
}

/// The time after which a declined person may ask again.
pub const REST: Period = Period::days(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotJoin {
    #[error("you have asked already: an owner will answer")]
    Asked,
    #[error("you have asked five organisations already: take one request back first")]
    Many,
    #[error(
        "this organisation has no active owner who could answer: ask an administrator of the platform"
    )]
    Nobody,
    #[error("you have asked five times within a day: try again tomorrow")]
    TooOften,
    #[error("an owner declined not long ago: ask again in {} days, or have them invite you", REST.as_seconds() / 86_400)]
    Declined,
    #[error("this request was answered or withdrawn")]
    Over,
}

impl Refuse for CannotJoin {
    fn kind(&self) -> Kind {
        match self {
            Self::Asked => kinds::TAKEN,
            Self::Nobody | Self::Many | Self::TooOften | Self::Declined | Self::Over => {
                kinds::WRONG_STATE
            }
        }
    }
}
