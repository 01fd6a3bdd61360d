//! The queue of organisations that wait for verification, with their domains and lookalikes.

use diesel::prelude::*;

use super::{
    model::{Twin, Waiting},
    policy::ReadQueue,
};
use crate::{
    access::Permit,
    db::schema::organisations,
    mail_domains::{self, Claim},
    organisations::{self as room, Stored, StoredRow, likeness},
    prelude::*,
};

/// The most lookalikes of one page, all together.
const MOST_TWINS: i64 = 500;

pub fn queue() -> Guarded<()> {
    Guarded::new(())
}

/// A page of the queue, the longest waiting first. The number of statements does not grow with it.
pub fn list(db: &mut Db, _: &Permit<ReadQueue>, page: &PageOf) -> Result<Vec<Waiting>, Fault> {
    let mut query = organisations::table
        .filter(organisations::waiting_since.is_not_null())
        .order((organisations::waiting_since, organisations::id))
        .limit(page.fetch())
        .into_boxed();
    if let Some((since, id)) = page.after().and_then(|after| after.split_once('/')) {
        let since: i64 = since.parse().unwrap_or(0);
        let later = organisations::waiting_since.gt(since);
        let same = organisations::waiting_since.eq(since).and(organisations::id.gt(id.to_owned()));
        // The first condition lets the index begin where the page before ended.
        query = query.filter(organisations::waiting_since.ge(since).and(later.or(same)));
    }
    let rows = query.select(StoredRow::as_select()).load(db)?;
    let found = room::whole(db, rows)?;
    let ids: Vec<_> = found.iter().map(|organisation| organisation.id).collect();
    let domains = mail_domains::claims_of_all(db, &ids)?;
    let twins = twins_of(db, &found)?;
    let waiting = found.into_iter().map(|organisation| {
        let of = |claim: &&Claim| claim.organisation == organisation.id;
        let own = likeness(&organisation.name);
        let like = |(twin, skeleton): &&Skeleton| {
            skeleton.as_deref() == Some(own.as_str()) && twin.id != organisation.id
        };
        let domains = domains.iter().filter(of).cloned().collect();
        let twins = twins.iter().filter(like).map(|(twin, _)| twin.clone()).collect();
        Waiting { organisation, domains, twins }
    });
    Ok(waiting.collect())
}

/// An organisation and the skeleton of its name.
type Skeleton = (Twin, Option<String>);

fn twins_of(db: &mut Db, of: &[Stored]) -> Result<Vec<Skeleton>, Fault> {
    let skeletons: Vec<String> = of.iter().map(|one| likeness(&one.name)).collect();
    let shown = (organisations::id, organisations::name, organisations::state);
    Ok(organisations::table
        .filter(organisations::skeleton.eq_any(skeletons))
        .filter(organisations::merged_into.is_null())
        .select((shown, organisations::skeleton))
        .order(organisations::id)
        .limit(MOST_TWINS)
        .load(db)?)
}
