//! Capabilities that suppliers hold, as values.

use diesel::{Insertable, Queryable, Selectable};

use crate::{capabilities::model::Application, db::schema::capabilities, prelude::*};

/// A capability of one supplier, by the application that was granted last.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = capabilities)]
pub struct Holding {
    #[diesel(column_name = organisation_id)]
    pub organisation: Id<Organisation>,
    pub category: String,
    #[diesel(column_name = application_id)]
    pub application: Id<Application>,
    pub granted_at: Instant,
    pub until: Instant,
    /// When the supplier is to be reminded next.
    pub remind_at: Option<Instant>,
}

impl Holding {
    pub fn of(granted: &Application, now: Instant, until: Instant) -> Self {
        Self {
            organisation: granted.organisation_id,
            category: granted.category.clone(),
            application: granted.id,
            granted_at: now,
            until,
            remind_at: next_reminder(until, now),
        }
    }
}

/// A capability that a supplier holds at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Capability {
    pub organisation: Id<Organisation>,
    /// Of the category.
    pub code: String,
    pub title: String,
    pub granted_at: Instant,
    /// The first instant at which it is held no longer.
    pub until: Instant,
}

/// How long before its end the supplier is reminded.
const REMINDERS: [Period; 2] = [Period::days(30), Period::days(7)];

/// When the next reminder of what ends at `until` is due.
pub fn next_reminder(until: Instant, now: Instant) -> Option<Instant> {
    REMINDERS.iter().map(|before| until.minus(*before)).filter(|at| *at > now).min()
}
