//! The administrators' queue: who waits, and what is known of them.

use diesel::prelude::*;

use super::{
    model::{Twin, Waiting},
    policy::ReadQueue,
};
use crate::{
    access::Permit,
    db::schema::organisations,
    mail_domains::{self, Claim},
    organisations::{self as room, OrganisationState, Stored, StoredRow, likeness},
    prelude::*,
};

/// As many are shown on one page, all together: more would say nothing new.
const MOST_TWINS: i64 = 500;

pub fn queue() -> Guarded<()> {
    Guarded::new(())
}

/// A page of those who wait, the longest waiting first. As many statements however many they are.
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
        let like =
            |(twin, skeleton): &&(Twin, String)| *skeleton == own && twin.id != organisation.id;
        let domains = domains.iter().filter(of).cloned().collect();
        let twins = twins.iter().filter(like).map(|(twin, _)| twin.clone()).collect();
        Waiting { organisation, domains, twins }
    });
    Ok(waiting.collect())
}

fn twins_of(db: &mut Db, of: &[Stored]) -> Result<Vec<(Twin, String)>, Fault> {
    let skeletons: Vec<String> = of.iter().map(|one| likeness(&one.name)).collect();
    let rows: Vec<(Id<Organisation>, String, String, Option<String>)> = organisations::table
        .filter(organisations::skeleton.eq_any(skeletons))
        .filter(organisations::merged_into.is_null())
        .select((
            organisations::id,
            organisations::name,
            organisations::state,
            organisations::skeleton,
        ))
        .order(organisations::id)
        .limit(MOST_TWINS)
        .load(db)?;
    rows.into_iter()
        .map(|(id, name, state, skeleton)| {
            let state = OrganisationState::parse(&state).ok_or_else(|| Fault::corrupt(&state))?;
            Ok((Twin { id, name, state }, skeleton.unwrap_or_default()))
        })
        .collect()
}
