//! Reading lists of opportunities.

use super::{
    filters::Filters,
    store::{self, Search, Slice},
};
use crate::{
    db::SoughtWords,
    opportunities::{self, Listed, OpportunitySummary},
    prelude::*,
};

/// A page of opportunities, newest first. Drafts are listed for members of their public body.
pub fn list(
    db: &mut Db,
    actor: &Actor,
    filters: &Filters,
    now: Instant,
    page: &PageOf,
) -> Result<Page<OpportunitySummary>, Fault> {
    let rows = if filters.are_of_drafts() {
        if !filters.organisation.is_some_and(|own| actor.is_member(own)) {
            return Err(No::Forbidden(
                "give organisation_id to list the drafts of your organisation",
            )
            .into());
        }
        store::drafts(db, filters, now, page)?
    } else {
        store::walk(db, filters, now, page)?
    };
    let cut = page.cut(rows, store::place_of);
    Ok(Page { items: summaries(db, cut.items, now)?, next: cut.next })
}

/// A page of published opportunities with some words, best match first.
pub fn search(
    db: &mut Db,
    words: Option<&SoughtWords>,
    filters: &Filters,
    now: Instant,
    page: &PageOf,
) -> Result<Page<OpportunitySummary>, Fault> {
    if filters.are_of_drafts() {
        return Err(
            Problem::new(kinds::BAD_PARAMETER, "q searches published opportunities only").into()
        );
    }
    let Some(words) = words else { return Ok(Page { items: Vec::new(), next: None }) };
    let from = page.after().and_then(|after| after.parse().ok()).unwrap_or(0);
    let numbers =
        store::find(db, Search { words, filters, now }, Slice { from, most: page.fetch() })?;
    let taken = i64::try_from(numbers.len()).unwrap_or(0).min(page.fetch() - 1);
    let cut = page.cut(numbers, |_| (from + taken).to_string());
    let mut found = opportunities::load_listed(db, &cut.items)?;
    found.sort_by_key(|o| cut.items.iter().position(|number| *number == o.number));
    Ok(Page { items: summaries(db, found, now)?, next: cut.next })
}

/// Summaries of a page, with the lots of all of it in one statement.
fn summaries(
    db: &mut Db,
    shown: Vec<Listed>,
    now: Instant,
) -> Result<Vec<OpportunitySummary>, Fault> {
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = shown.iter().map(|o| o.id).collect();
    let lots = opportunities::listed_lots(db, &ids)?;
    shown.into_iter().map(|o| opportunities::summary(o, &lots, now)).collect()
}
