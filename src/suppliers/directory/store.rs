//! The directory of suppliers: a list along an index, or a search.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use super::{
    super::profile::{self, is_declared},
    model::{InDirectory, SupplierFilters},
};
use crate::{
    db::{
        SoughtWords, WordsMatch, kept, one_of,
        schema::{
            capabilities, organisations, supplier_codes as codes, supplier_profiles as profiles,
        },
    },
    organisations as room,
    prelude::*,
};

/// The most matches of a search, before the filters.
const BEST: i64 = 1_000;

/// A supplier with its profile, for the public.
pub fn load(db: &mut Db, of: Id<Organisation>) -> Result<Guarded<InDirectory>, Fault> {
    let supplier = room::find(db, of)?;
    let profile = profile::profile(db, of)?;
    Ok(Guarded::new(InDirectory { supplier, profile }))
}

/// A supplier of the list, with the number of its words and its other names, one a line.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub struct ListedSupplier {
    #[diesel(select_expression = profiles::number)]
    #[diesel(select_expression_type = profiles::number)]
    pub number: i64,
    #[diesel(select_expression = profiles::other_names)]
    #[diesel(select_expression_type = profiles::other_names)]
    pub other_names: String,
    pub id: Id<Organisation>,
    pub name: String,
    pub summary: Option<String>,
    pub website: Option<String>,
}

/// Verified suppliers that are listed, filtered.
macro_rules! directory {
    ($filters:expr, $now:expr) => {{
        let mut query = profiles::table
            .inner_join(organisations::table)
            .filter(profiles::listed.eq(true))
            .filter(organisations::state.eq("verified"))
            .into_boxed();
        for (scheme, wanted) in $filters.codes() {
            let good = codes::until.is_null().or(codes::until.gt($now));
            let having = codes::table
                .filter(codes::scheme.eq(scheme).and(one_of(codes::code, &wanted)))
                .filter(good)
                .select(codes::organisation_id);
            query = query.filter(profiles::organisation_id.eq_any(having));
        }
        if let Some(code) = &$filters.capability {
            let held = capabilities::table
                .filter(capabilities::category.eq(code.to_string()))
                .filter(capabilities::until.gt($now))
                .select(capabilities::organisation_id);
            query = query.filter(profiles::organisation_id.eq_any(held));
        }
        query
    }};
}

/// A page of the directory, newest suppliers first. One statement.
pub fn walk(
    db: &mut Db,
    filters: &SupplierFilters,
    now: Instant,
    page: &PageOf,
) -> Result<Vec<ListedSupplier>, Fault> {
    let mut query = directory!(filters, now);
    if let Some(after) = page.after() {
        query = query.filter(profiles::organisation_id.lt(after.to_owned()));
    }
    Ok(query
        .order(profiles::organisation_id.desc())
        .limit(page.fetch())
        .select(ListedSupplier::as_select())
        .load(db)?)
}

/// The suppliers of these numbers, best first as the numbers are.
pub fn of_numbers(db: &mut Db, numbers: &[i64]) -> Result<Vec<ListedSupplier>, Fault> {
    let mut found: Vec<ListedSupplier> = profiles::table
        .inner_join(organisations::table)
        .filter(one_of(profiles::number, numbers))
        .select(ListedSupplier::as_select())
        .load(db)?;
    found.sort_by_key(|one| numbers.iter().position(|number| *number == one.number));
    Ok(found)
}

const FTS5: &str = "select rowid from supplier_words where supplier_words match ";
const BY_BM25: &str = " order by bm25(supplier_words, 10.0, 10.0, 2.0), rowid desc limit ";
const TSQUERY: &str = "select number from supplier_words, to_tsquery('english', $1) as asked
    where words @@ asked order by ts_rank(words, asked) desc, number desc limit $2";

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

fn matches(db: &mut Db, words: &SoughtWords, how: WordsMatch) -> Result<Vec<i64>, Fault> {
    Ok(match db {
        Db::Sqlite(c) => kept::<BigInt>(FTS5)
            .bind::<Text, _>(words.for_fts5(how), BY_BM25)
            .bind::<BigInt, _>(BEST, "")
            .load(c)?,
        Db::Postgres(c) => diesel::sql_query(TSQUERY)
            .bind::<Text, _>(words.for_tsquery(how))
            .bind::<BigInt, _>(BEST)
            .load(c)?
            .into_iter()
            .map(|found: Number| found.number)
            .collect(),
    })
}

/// The numbers of suppliers of the directory that have all the words, best first; where none has
/// all of them, of those that have any.
pub fn find(
    db: &mut Db,
    words: &SoughtWords,
    filters: &SupplierFilters,
    now: Instant,
) -> Result<Vec<i64>, Fault> {
    let all = find_matching(db, words, WordsMatch::All, filters, now)?;
    if !all.is_empty() || !words.are_several() {
        return Ok(all);
    }
    find_matching(db, words, WordsMatch::Any, filters, now)
}

fn find_matching(
    db: &mut Db,
    words: &SoughtWords,
    how: WordsMatch,
    filters: &SupplierFilters,
    now: Instant,
) -> Result<Vec<i64>, Fault> {
    let best = matches(db, words, how)?;
    let query = directory!(filters, now).filter(one_of(profiles::number, &best));
    let kept: std::collections::HashSet<i64> =
        query.select(profiles::number).load::<i64>(db)?.into_iter().collect();
    Ok(best.into_iter().filter(|number| kept.contains(number)).collect())
}

/// A code that a supplier has declared.
#[derive(Debug, Queryable)]
pub struct DeclaredCode {
    pub supplier: Id<Organisation>,
    pub scheme: String,
    pub code: String,
}

/// Codes that some suppliers have declared and that are good now.
pub fn declared(
    db: &mut Db,
    of: &[Id<Organisation>],
    now: Instant,
) -> Result<Vec<DeclaredCode>, Fault> {
    let rows: Vec<DeclaredCode> = codes::table
        .filter(one_of(codes::organisation_id, of))
        .filter(codes::until.is_null().or(codes::until.gt(now)))
        .select((codes::organisation_id, codes::scheme, codes::code))
        .order((codes::scheme, codes::code))
        .load(db)?;
    Ok(rows.into_iter().filter(|one| is_declared(&one.code)).collect())
}
