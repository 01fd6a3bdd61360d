//! Two public bodies that become one.

use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    organisations::{Roles, Stored},
    prelude::*,
};

/// A proposed or confirmed merger.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
pub struct Merger {
    #[serde(skip)]
    pub id: Id<Merger>,
    /// The public body that becomes part of the other.
    #[serde(rename = "from_id")]
    #[schema(value_type = String, format = "uuid")]
    pub from: Id<Organisation>,
    /// The public body that remains.
    #[serde(rename = "into_id")]
    #[schema(value_type = String, format = "uuid")]
    pub into: Id<Organisation>,
    /// The reason for the merger; the owners of both bodies are told.
    pub reason: String,
    /// The administrator who proposed the merger.
    #[serde(rename = "proposed_by_id")]
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    /// The name of that administrator.
    pub proposed_by_name: String,
    /// The time of the proposal.
    pub proposed_at: Instant,
}

/// A merger that is to be proposed.
#[derive(Debug)]
pub struct MergerAsked {
    pub from: Id<Organisation>,
    pub into: Id<Organisation>,
    pub reason: Text<2000>,
}

/// Two bodies whose merger is confirmed.
#[derive(Debug, Clone, Copy)]
pub struct BothBodies {
    pub from: Id<Organisation>,
    pub into: Id<Organisation>,
}

/// Both bodies, and the open proposal for the first.
#[derive(Debug, Clone)]
pub struct Bodies {
    pub from: Stored,
    pub into: Stored,
    pub proposed: Option<Merger>,
}

impl Bodies {
    /// Only public bodies merge, into one that is verified and may act.
    pub fn can_merge(&self) -> Result<(), CannotMerge> {
        let body = |one: &Stored| one.kind == OrganisationKind::PublicBody;
        if !body(&self.from) || !body(&self.into) {
            return Err(CannotMerge::NotBodies);
        }
        if self.from.id == self.into.id {
            return Err(CannotMerge::Itself);
        }
        if !self.into.is_verified() {
            return Err(CannotMerge::NotVerified);
        }
        Ok(())
    }
}

/// A membership in a body that merges.
#[derive(Debug, Clone, Queryable)]
pub struct Seat {
    pub user: Id<User>,
    pub roles: Roles,
    pub confirmed_until: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMerge {
    #[error("only public bodies are merged")]
    NotBodies,
    #[error("an organisation is not merged into itself")]
    Itself,
    #[error("the body that the other becomes part of has to be verified")]
    NotVerified,
    #[error("a merger of this body is already proposed; confirm or withdraw it")]
    Proposed,
    #[error("no merger of this body is proposed")]
    NotProposed,
    #[error("the proposed merger is into a different body; read the proposal again")]
    Another,
}

impl Refuse for CannotMerge {
    fn kind(&self) -> Kind {
        match self {
            Self::Proposed => kinds::TAKEN,
            Self::NotBodies
            | Self::Itself
            | Self::NotVerified
            | Self::NotProposed
            | Self::Another => kinds::WRONG_STATE,
        }
    }
}
