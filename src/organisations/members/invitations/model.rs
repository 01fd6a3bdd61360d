//! Invitations as values.

use diesel::{Queryable, Selectable};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::model::Roles;
use crate::{
    db::schema::{invitations, organisations},
    prelude::*,
};

/// How long an invitation may be accepted.
pub const LIFE: Period = Period::days(7);

/// An invitation. Its token goes to the invited address alone.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = invitations)]
pub struct Invitation {
    /// The id of the invitation.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Invitation>,
    /// The organisation that invites.
    #[diesel(column_name = organisation_id)]
    #[serde(rename = "organisation_id")]
    #[schema(value_type = String, format = "uuid")]
    pub organisation: Id<Organisation>,
    /// The name of the organisation.
    #[diesel(select_expression = organisations::name)]
    #[diesel(select_expression_type = organisations::name)]
    pub organisation_name: String,
    /// The invited e-mail address.
    pub email: String,
    /// The roles that the new member gets.
    #[schema(value_type = Vec<Role>)]
    pub roles: Roles,
    /// The owner who invited; the invitation is valid while that person is an owner.
    #[diesel(column_name = invited_by)]
    #[serde(skip)]
    pub by: Id<User>,
    /// The end of the time in which the invitation can be accepted.
    pub expires_at: Instant,
}

/// An invitation of an organisation.
#[derive(Debug, Clone, Copy)]
pub struct InvitationOf {
    pub organisation: Id<Organisation>,
    pub id: Id<Invitation>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAccept {
    #[error("this invitation is unknown, used or expired; ask for a new one")]
    NoInvitation,
    #[error(
        "this invitation was sent to another address; sign in with the account of that address"
    )]
    NotYours,
}

impl Refuse for CannotAccept {
    fn kind(&self) -> Kind {
        match self {
            Self::NoInvitation => kinds::TOKEN_SPENT,
            Self::NotYours => kinds::FORBIDDEN,
        }
    }
}
