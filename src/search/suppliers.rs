//! The directory of suppliers: a walk along their index, or the words.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use super::words::{How, Words};
use crate::{
    access::Organisation,
    db::{
        Db, Fault, kept, one_of,
        schema::{
            capabilities, organisations, supplier_codes as codes, supplier_profiles as profiles,
        },
    },
    http::PageOf,
    kernel::{Cpv, Id, Instant, Key, Region},
    organisations::{AccreditationKind, found_by, is_declared},
    words,
};

/// How many of the best matches are looked at: the directory narrows them further.
const BEST: i64 = 1_000;

words!(
    /// A class of size; `sme` is all but `large`.
    SizeAsked { Micro = "micro", Small = "small", Medium = "medium", Large = "large", Sme = "sme" }
);

words!(
    /// Voluntary, community and social enterprises alone.
    VcseAsked { Yes = "true" }
);

/// What the directory is narrowed down to; each filter narrows.
#[derive(Debug, Clone, Default)]
pub struct SupplierFilters {
    pub region: Option<Region>,
    pub cpv: Option<Cpv>,
    pub size: Option<SizeAsked>,
    pub vcse: Option<VcseAsked>,
    pub accreditation: Option<AccreditationKind>,
    /// The code of a category, held today.
    pub capability: Option<Key>,
}

impl SupplierFilters {
    /// For each filter, the codes of which a supplier has to have one.
    fn codes(&self) -> Vec<(&'static str, Vec<String>)> {
        let region = self.region.as_ref().map(|region| ("region", found_by(region.as_str())));
        let cpv = self.cpv.as_ref().map(|cpv| ("cpv", found_by(&cpv.key())));
        let size = self.size.map(|size| ("size", vec![size.to_string()]));
        let vcse = self.vcse.map(|vcse| ("vcse", vec![vcse.to_string()]));
        let accreditation =
            self.accreditation.map(|kind| ("accreditation", vec![kind.to_string()]));
        [accreditation, cpv, region, size, vcse].into_iter().flatten().collect()
    }
}

/// A supplier of the list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub struct ListedSupplier {
    pub id: Id<Organisation>,
    pub name: String,
    pub summary: Option<String>,
    pub website: Option<String>,
}

/// A supplier of the list, with the number of its words and its other names, one a line.
pub type Found = (i64, String, ListedSupplier);

/// Verified suppliers that want to be found, narrowed.
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

const SHOWN: (profiles::number, profiles::other_names) = (profiles::number, profiles::other_names);

/// A page of the directory, newest suppliers first. One statement.
pub fn walk(
    db: &mut Db,
    (filters, now): (&SupplierFilters, Instant),
    page: &PageOf,
) -> Result<Vec<Found>, Fault> {
    let mut query = directory!(filters, now);
    if let Some(after) = page.after() {
        query = query.filter(profiles::organisation_id.lt(after.to_owned()));
    }
    Ok(query
        .order(profiles::organisation_id.desc())
        .limit(page.fetch())
        .select((SHOWN.0, SHOWN.1, ListedSupplier::as_select()))
        .load(db)?)
}

/// The suppliers of these numbers, best first as the numbers are.
pub fn of_numbers(db: &mut Db, numbers: &[i64]) -> Result<Vec<Found>, Fault> {
    let mut found: Vec<Found> = profiles::table
        .inner_join(organisations::table)
        .filter(one_of(profiles::number, numbers))
        .select((SHOWN.0, SHOWN.1, ListedSupplier::as_select()))
        .load(db)?;
    found.sort_by_key(|one| numbers.iter().position(|number| *number == one.0));
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

fn matches(db: &mut Db, words: &Words, how: How) -> Result<Vec<i64>, Fault> {
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
    words: &Words,
    (filters, now): (&SupplierFilters, Instant),
) -> Result<Vec<i64>, Fault> {
    let all = find_so(db, (words, How::All), (filters, now))?;
    if !all.is_empty() || !words.are_several() {
        return Ok(all);
    }
    find_so(db, (words, How::Any), (filters, now))
}

fn find_so(
    db: &mut Db,
    (words, how): (&Words, How),
    (filters, now): (&SupplierFilters, Instant),
) -> Result<Vec<i64>, Fault> {
    let best = matches(db, words, how)?;
    let query = directory!(filters, now).filter(one_of(profiles::number, &best));
    let kept: std::collections::HashSet<i64> =
        query.select(profiles::number).load::<i64>(db)?.into_iter().collect();
    Ok(best.into_iter().filter(|number| kept.contains(number)).collect())
}

/// What some suppliers have declared and is good now, as codes.
pub fn declared(
    db: &mut Db,
    of: &[Id<Organisation>],
    now: Instant,
) -> Result<Vec<(Id<Organisation>, String, String)>, Fault> {
    let rows: Vec<(Id<Organisation>, String, String)> = codes::table
        .filter(one_of(codes::organisation_id, of))
        .filter(codes::until.is_null().or(codes::until.gt(now)))
        .select((codes::organisation_id, codes::scheme, codes::code))
        .order((codes::scheme, codes::code))
        .load(db)?;
    Ok(rows.into_iter().filter(|(_, _, code)| is_declared(code)).collect())
}
