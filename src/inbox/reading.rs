//! The read of a person's own notifications.

use crate::{
    outbox::{self, Notification},
    prelude::*,
};

/// A page of the actor's notifications, newest first.
pub fn own_notifications(
    db: &mut Db,
    actor: &Actor,
    page: &PageOf,
) -> Result<Page<Notification>, Fault> {
    let me = actor.person()?;
    let rows = outbox::notifications_of(db, me, page)?;
    Ok(page.cut(rows, |row| row.id.to_string()))
}
