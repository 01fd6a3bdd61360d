//! Holds, and why an account is not closed.

use diesel::{Insertable, Queryable, Selectable};
use serde_json::{Map, Value, json};

use crate::{
    db::{Names, schema::legal_holds},
    prelude::*,
};

/// A reason why what is kept of a person has to stay.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = legal_holds)]
pub struct Hold {
    pub id: Id<Hold>,
    #[diesel(column_name = user_id)]
    pub user: Id<User>,
    pub reason: String,
    pub placed_by: Id<User>,
    pub placed_at: Instant,
    pub lift_reason: Option<String>,
    pub lifted_by: Option<Id<User>>,
    pub lifted_at: Option<Instant>,
}

/// The holds on a person, with the names of the administrators.
#[derive(Debug, Clone)]
pub struct Holds {
    pub holds: Vec<Hold>,
    pub names: Names,
}

/// An organisation that would be left without an active owner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Orphan {
    pub id: Id<Organisation>,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotClose {
    #[error("you are the last active owner of {}; make another member owner first", names(.0))]
    LastOwner(Vec<Orphan>),
    #[error(
        "your data is under a legal hold; write to the administrators of the platform, and ask again when the hold is lifted"
    )]
    Held,
    #[error(
        "no other active administrator has the duty `administrators`; give it to somebody else first"
    )]
    LastToGiveDuties,
}

fn names(orphans: &[Orphan]) -> String {
    orphans.iter().map(|orphan| orphan.name.as_str()).collect::<Vec<_>>().join(", ")
}

impl Refuse for CannotClose {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }

    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        if let Self::LastOwner(orphans) = self {
            let ids: Vec<String> = orphans.iter().map(|orphan| orphan.id.to_string()).collect();
            members.insert("organisations".to_owned(), json!(ids));
        }
        members
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotHold {
    #[error("a hold stands already; lift it first, or let it stand")]
    Standing,
    #[error("no hold stands")]
    NotStanding,
    #[error("this account is closed: there is nothing left to hold")]
    Closed,
}

impl Refuse for CannotHold {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}
