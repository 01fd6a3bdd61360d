//! The two ways to find: a walk along an index, or the words.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use super::filters::Filters;
use crate::{
    db::{
        SoughtWords, WordsMatch, kept, natively, one_of,
        schema::{opportunities, opportunity_codes as codes},
    },
    opportunities::{Code, Listed, OpportunityStatus as Status},
    prelude::*,
};

/// The number of best matches that filters are applied to.
const BEST: i64 = 1_000;

/// Adds to a query over `opportunities` (joined or not) what filters on its own columns say.
macro_rules! narrowed {
    ($query:expr, $filters:expr, $now:expr) => {{
        let mut query = $query;
        if let Some(kind) = $filters.kind {
            query = query.filter(opportunities::kind.eq(kind.as_str()));
        }
        if let Some(organisation) = $filters.organisation {
            query = query.filter(opportunities::organisation_id.eq(organisation));
        }
        if let Some(before) = $filters.closing_before {
            query = query.filter(opportunities::closes_at.lt(before));
        }
        if let Some(after) = $filters.closing_after {
            query = query.filter(opportunities::closes_at.gt(after));
        }
        match $filters.status {
            None => {}
            Some(Status::Open) => {
                query = query
                    .filter(opportunities::state.eq("published"))
                    .filter(opportunities::closes_at.ge($now));
            }
            Some(Status::Closed) => {
                query = query
                    .filter(opportunities::state.eq("published"))
                    .filter(opportunities::closes_at.lt($now));
            }
            Some(
                state @ (Status::Draft
                | Status::InReview
                | Status::Decided
                | Status::Awarded
                | Status::NoBids
                | Status::NoAward
                | Status::Cancelled),
            ) => query = query.filter(opportunities::state.eq(state.as_str())),
        }
        query
    }};
}

/// A place in the list: newest first, then by id.
type Place = (i64, String);

fn place(page: &PageOf) -> Option<Place> {
    let (published_at, id) = page.after()?.split_once(' ')?;
    Some((published_at.parse().ok()?, id.to_owned()))
}

/// Goes on after the place where the page before ended.
macro_rules! after {
    ($query:expr, $page:expr, ($at:expr, $id:expr)) => {
        match place($page) {
            Some((at, id)) => $query.filter($at.lt(at).or($at.eq(at).and($id.lt(id)))),
            None => $query,
        }
    };
}

/// A page of published opportunities, newest first. One statement, along one index: the
/// publication's, or that of the narrowest code.
pub fn walk(
    db: &mut Db,
    filters: &Filters,
    now: Instant,
    page: &PageOf,
) -> Result<Vec<Listed>, Fault> {
    match filters.codes().split_first() {
        Some((narrowest, others)) => {
            let walk = CodeWalk { narrowest, others, filters, now };
            walk_codes(db, &walk, page)
        }
        None => walk_published(db, filters, now, page),
    }
}

#[expect(clippy::cognitive_complexity, reason = "few filters, expanded once for each database")]
fn walk_published(
    db: &mut Db,
    filters: &Filters,
    now: Instant,
    page: &PageOf,
) -> Result<Vec<Listed>, Fault> {
    Ok(natively!(db, c => {
        let query =
            opportunities::table.filter(opportunities::published_at.is_not_null()).into_boxed();
        let query = narrowed!(query, filters, now);
        after!(query, page, (opportunities::published_at, opportunities::id))
            .order((opportunities::published_at.desc(), opportunities::id.desc()))
            .limit(page.fetch())
            .select(Listed::as_select())
            .load(c)
    })?)
}

/// A walk along the opportunities with a code.
struct CodeWalk<'a> {
    narrowest: &'a Code,
    others: &'a [Code],
    filters: &'a Filters,
    now: Instant,
}

fn walk_codes(db: &mut Db, walk: &CodeWalk<'_>, page: &PageOf) -> Result<Vec<Listed>, Fault> {
    let CodeWalk { narrowest, others, filters, now } = *walk;
    let query = codes::table
        .inner_join(opportunities::table.on(opportunities::id.eq(codes::opportunity_id)))
        .filter(codes::scheme.eq(narrowest.scheme).and(codes::code.eq(narrowest.code.clone())))
        .into_boxed();
    let mut query = narrowed!(query, filters, now);
    for other in others {
        let also = diesel::alias!(codes as also);
        let has = also
            .filter(also.field(codes::opportunity_id).eq(codes::opportunity_id))
            .filter(also.field(codes::scheme).eq(other.scheme))
            .filter(also.field(codes::code).eq(other.code.clone()));
        query = query.filter(diesel::dsl::exists(has));
    }
    Ok(after!(query, page, (codes::published_at, codes::opportunity_id))
        .order((codes::published_at.desc(), codes::opportunity_id.desc()))
        .limit(page.fetch())
        .select(Listed::as_select())
        .load(db)?)
}

/// The drafts of one public body, newest first, for its members.
pub fn drafts(
    db: &mut Db,
    filters: &Filters,
    now: Instant,
    page: &PageOf,
) -> Result<Vec<Listed>, Fault> {
    let query = opportunities::table.filter(opportunities::published_at.is_null()).into_boxed();
    let mut query = narrowed!(query, filters, now);
    if let Some((_, id)) = place(page) {
        query = query.filter(opportunities::id.lt(id));
    }
    Ok(query
        .order(opportunities::id.desc())
        .limit(page.fetch())
        .select(Listed::as_select())
        .load(db)?)
}

/// The place of an opportunity in the list, for a cursor.
pub fn place_of(opportunity: &Listed) -> String {
    let at = opportunity.published_at.map_or(0, Instant::micros);
    format!("{at} {}", opportunity.id)
}

const FTS5: &str = "select rowid from opportunity_words where opportunity_words match ";
const BY_BM25: &str = " order by bm25(opportunity_words, 10.0, 5.0, 1.0, 5.0), rowid desc limit ";
const TSQUERY: &str = "select number from opportunity_words, to_tsquery('english', $1) as asked
    where words @@ asked order by ts_rank(words, asked) desc, number desc limit $2 offset $3";

#[derive(QueryableByName)]
struct MatchedRow {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A search: the words, and the filters that narrow it.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    pub words: &'a SoughtWords,
    pub filters: &'a Filters,
    pub now: Instant,
}

/// A part of what is found, best first.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    pub from: i64,
    pub most: i64,
}

fn matches(
    db: &mut Db,
    words: &SoughtWords,
    how: WordsMatch,
    slice: Slice,
) -> Result<Vec<i64>, Fault> {
    let Slice { from, most } = slice;
    Ok(match db {
        Db::Sqlite(c) => kept::<BigInt>(FTS5)
            .bind::<Text, _>(words.for_fts5(how), BY_BM25)
            .bind::<BigInt, _>(most, " offset ")
            .bind::<BigInt, _>(from, "")
            .load(c)?,
        // Planned anew for each question: how often the words occur decides how to look for them.
        Db::Postgres(c) => diesel::sql_query(TSQUERY)
            .bind::<Text, _>(words.for_tsquery(how))
            .bind::<BigInt, _>(most)
            .bind::<BigInt, _>(from)
            .load(c)?
            .into_iter()
            .map(|row: MatchedRow| row.number)
            .collect(),
    })
}

/// The numbers of opportunities that have all the words, best first; where none has all of them,
/// of those that have any.
pub fn find(db: &mut Db, search: Search<'_>, slice: Slice) -> Result<Vec<i64>, Fault> {
    let all = find_by(db, search, WordsMatch::All, slice)?;
    if !search.words.are_several() || !all.is_empty() {
        return Ok(all);
    }
    let first = Slice { from: 0, most: 1 };
    let is_past_the_last =
        slice.from > 0 && !find_by(db, search, WordsMatch::All, first)?.is_empty();
    if is_past_the_last {
        return Ok(all);
    }
    find_by(db, search, WordsMatch::Any, slice)
}

fn find_by(
    db: &mut Db,
    search: Search<'_>,
    how: WordsMatch,
    slice: Slice,
) -> Result<Vec<i64>, Fault> {
    let Search { words, filters, now } = search;
    if filters.are_none() {
        return matches(db, words, how, slice);
    }
    let best = matches(db, words, how, Slice { from: 0, most: BEST })?;
    let query = opportunities::table
        .filter(one_of(opportunities::number, &best))
        .filter(opportunities::published_at.is_not_null())
        .into_boxed();
    let mut query = narrowed!(query, filters, now);
    for wanted in filters.codes() {
        let has = codes::table
            .filter(codes::opportunity_id.eq(opportunities::id))
            .filter(codes::scheme.eq(wanted.scheme).and(codes::code.eq(wanted.code)));
        query = query.filter(diesel::dsl::exists(has));
    }
    let kept: std::collections::HashSet<i64> =
        query.select(opportunities::number).load::<i64>(db)?.into_iter().collect();
    let skip = usize::try_from(slice.from).unwrap_or(0);
    let take = usize::try_from(slice.most).unwrap_or(0);
    Ok(best.into_iter().filter(|number| kept.contains(number)).skip(skip).take(take).collect())
}
