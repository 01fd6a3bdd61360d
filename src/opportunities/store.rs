//! Rows of opportunities.

use diesel::prelude::*;

use super::model::Opportunity;
use crate::{
    db::{natively, once, schema::opportunities, words},
    organisations::{self, Card},
    prelude::*,
};

/// The columns of the words of an opportunity, as they are written.
macro_rules! words_of {
    ($content:expr) => {
        (
            opportunities::title.eq(&$content.title),
            opportunities::summary.eq(&$content.summary),
            opportunities::description.eq(&$content.description),
            opportunities::cpv.eq(crate::db::json(&$content.cpv)),
            opportunities::regions.eq(crate::db::json(&$content.regions)),
            opportunities::themes.eq(crate::db::json(&$content.themes)),
            opportunities::route.eq($content.route),
            opportunities::challenge.eq(crate::db::json(&$content.challenge)),
        )
    };
}
pub(super) use words_of;

/// The organisation that an opportunity is drafted for.
pub fn load_buyer(db: &mut Db, id: Id<Organisation>) -> Result<Guarded<Card>, Fault> {
    Ok(Guarded::new(organisations::card(db, id)?))
}

pub fn load(db: &mut Db, id: Id<Opportunity>) -> Result<Guarded<Opportunity>, Fault> {
    let found: Option<Opportunity> = natively!(db, c => opportunities::table
        .filter(opportunities::id.eq(id))
        .select(Opportunity::as_select())
        .first(c)
        .optional())?;
    Ok(Guarded::new(found.ok_or(No::Hidden)?))
}

pub fn insert(tx: &mut Tx<'_>, new: &Opportunity) -> Result<(), Fault> {
    diesel::insert_into(opportunities::table)
        .values((
            opportunities::id.eq(new.id),
            opportunities::organisation_id.eq(new.organisation),
            opportunities::buyer_name.eq(&new.buyer_name),
            opportunities::kind.eq(new.kind),
            opportunities::state.eq(new.state),
            words_of!(new.content),
            opportunities::writers.eq(words(&new.writers)),
            opportunities::created_at.eq(new.created_at),
            opportunities::updated_at.eq(new.updated_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Writes words and state over the version that was read; the opportunity as it is now.
pub fn update(tx: &mut Tx<'_>, changed: Opportunity) -> Result<Opportunity, Fault> {
    let read = opportunities::id.eq(changed.id).and(opportunities::version.eq(changed.version));
    let rows = diesel::update(opportunities::table.filter(read))
        .set((
            opportunities::state.eq(changed.state),
            words_of!(changed.content),
            opportunities::writers.eq(words(&changed.writers)),
            opportunities::published_at.eq(changed.published_at),
            opportunities::closes_at.eq(changed.closes_at),
            opportunities::updated_at.eq(changed.updated_at),
            opportunities::version.eq(opportunities::version + 1),
        ))
        .execute(tx.db())?;
    once(rows)?;
    Ok(Opportunity { version: changed.version + 1, ..changed })
}
