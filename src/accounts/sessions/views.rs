//! Sessions as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{model::TokenPair, store::StoredSession};
use crate::{access::Session, http::Answer, prelude::*};

/// The tokens of a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// The access token, for `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token expires.
    #[schema(example = 600)]
    pub expires_in: i64,
    /// The refresh token, which works once.
    pub refresh_token: String,
    /// Keep it on this device and send it when you sign in here again. Not told where the device
    /// is known already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_token: Option<String>,
}

impl From<&TokenPair> for SessionView {
    fn from(pair: &TokenPair) -> Self {
        Self {
            access_token: pair.access_token.clone(),
            token_type: "Bearer",
            expires_in: pair.expires_in,
            refresh_token: pair.refresh_token.clone(),
            device_token: pair.device_token.clone(),
        }
    }
}

/// A session that has begun.
pub fn shown(pair: &TokenPair) -> Answer {
    Answer::created(&SessionView::from(pair), "/v1/sessions/current")
}

/// An active session.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSessionView {
    /// The id of the session.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Session>,
    /// The `User-Agent` of the sign-in.
    #[schema(example = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)")]
    pub user_agent: Option<String>,
    /// The time of the sign-in.
    pub started_at: Instant,
    /// The time of the last refresh of the tokens.
    pub refreshed_at: Instant,
    /// The absolute end of the session.
    pub expires_at: Instant,
    /// The end of the session if it is not refreshed.
    pub idle_until: Instant,
    /// Whether this request belongs to the session.
    pub current: bool,
}

impl OwnSessionView {
    pub fn of(session: StoredSession, current: Option<Id<Session>>, idle: Period) -> Self {
        let idle_until = session.refreshed_at.plus(idle).min(session.expires_at);
        Self {
            current: current == Some(session.id),
            idle_until,
            id: session.id,
            user_agent: session.user_agent,
            started_at: session.created_at,
            refreshed_at: session.refreshed_at,
            expires_at: session.expires_at,
        }
    }
}
