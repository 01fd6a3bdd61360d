//! Rows of categories.

use diesel::prelude::*;

use super::model::{Category, CategoryState};
use crate::{
    db::{
        once, one_of,
        schema::{capability_applications as applications, capability_categories as categories},
    },
    prelude::*,
};

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = categories)]
struct Row {
    code: String,
    title: String,
    description: String,
    criteria: String,
    state: String,
    made_at: Instant,
    updated_at: Instant,
    retired_at: Option<Instant>,
    retired_because: Option<String>,
    version: i64,
}

impl TryFrom<Row> for Category {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let state = CategoryState::parse(&row.state).ok_or_else(|| Fault::corrupt(&row.state))?;
        Ok(Self {
            code: row.code,
            title: row.title,
            description: row.description,
            criteria: serde_json::from_str(&row.criteria)
                .map_err(|error| Fault::corrupt(&error))?,
            state,
            made_at: row.made_at,
            updated_at: row.updated_at,
            retired: row.retired_at.zip(row.retired_because),
            version: row.version,
        })
    }
}

pub fn maybe(db: &mut Db, code: &str) -> Result<Option<Category>, Fault> {
    let row: Option<Row> = categories::table
        .filter(categories::code.eq(code))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    row.map(Category::try_from).transpose()
}

pub fn find(db: &mut Db, code: &str) -> Result<Category, Fault> {
    Ok(maybe(db, code)?.ok_or(No::Hidden)?)
}

pub fn exists(db: &mut Db, code: &str) -> Result<bool, Fault> {
    Ok(maybe(db, code)?.is_some())
}

/// By code.
/// The open categories among these codes.
pub fn open_among(db: &mut Db, codes: &[&str]) -> Result<Vec<String>, Fault> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(categories::table
        .filter(one_of(categories::code, codes))
        .filter(categories::state.eq(CategoryState::Open.as_str()))
        .select(categories::code)
        .load(db)?)
}

pub fn list(db: &mut Db, page: &PageOf) -> Result<Vec<Category>, Fault> {
    let after = page.after().unwrap_or_default().to_owned();
    let rows: Vec<Row> = categories::table
        .filter(categories::code.gt(after))
        .order(categories::code)
        .limit(page.fetch())
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Category::try_from).collect()
}

/// Whether anybody has applied, whatever became of it.
pub fn has_applications(db: &mut Db, code: &str) -> Result<bool, Fault> {
    let found: Option<String> = applications::table
        .filter(applications::category.eq(code))
        .select(applications::category)
        .first(db)
        .optional()?;
    Ok(found.is_some())
}

fn criteria(of: &Category) -> Result<String, Fault> {
    serde_json::to_string(&of.criteria).map_err(|error| Fault::corrupt(&error))
}

pub fn insert(tx: &mut Tx<'_>, new: &Category, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(categories::table)
        .values((
            categories::code.eq(&new.code),
            categories::title.eq(&new.title),
            categories::description.eq(&new.description),
            categories::criteria.eq(criteria(new)?),
            categories::state.eq(new.state.as_str()),
            categories::made_by.eq(by),
            categories::made_at.eq(new.made_at),
            categories::updated_at.eq(new.updated_at),
            categories::version.eq(new.version),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Writes words and criteria over the version that was read.
pub fn update(tx: &mut Tx<'_>, changed: &Category) -> Result<(), Fault> {
    let read = categories::code.eq(&changed.code).and(categories::version.eq(changed.version));
    let written = diesel::update(categories::table.filter(read))
        .set((
            categories::title.eq(&changed.title),
            categories::description.eq(&changed.description),
            categories::criteria.eq(criteria(changed)?),
            categories::updated_at.eq(changed.updated_at),
            categories::version.eq(categories::version + 1),
        ))
        .execute(tx.db())?;
    once(written)
}

/// Writes the end of a category over the version that was read.
pub fn retire(tx: &mut Tx<'_>, retired: &Category, by: Id<User>) -> Result<(), Fault> {
    let read = categories::code.eq(&retired.code).and(categories::version.eq(retired.version));
    let written = diesel::update(categories::table.filter(read))
        .set((
            categories::state.eq(retired.state.as_str()),
            categories::retired_by.eq(by),
            categories::retired_at.eq(retired.retired.as_ref().map(|(at, _)| *at)),
            categories::retired_because.eq(retired.retired.as_ref().map(|(_, why)| why)),
            categories::updated_at.eq(retired.updated_at),
            categories::version.eq(categories::version + 1),
        ))
        .execute(tx.db())?;
    once(written)
}
