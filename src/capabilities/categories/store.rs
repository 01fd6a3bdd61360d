//! Rows of categories.

use diesel::prelude::*;

use super::model::{Category, CategoryState};
use crate::{
    db::{
        json, once, one_of,
        schema::{capability_applications as applications, capability_categories as categories},
    },
    prelude::*,
};

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

pub fn maybe(db: &mut Db, code: &str) -> Result<Option<Category>, Fault> {
    Ok(categories::table.find(code).select(Category::as_select()).first(db).optional()?)
}

pub fn find(db: &mut Db, code: &str) -> Result<Category, Fault> {
    Ok(maybe(db, code)?.ok_or(No::Hidden)?)
}

/// The open categories among these codes.
pub fn open_among(db: &mut Db, codes: &[&str]) -> Result<Vec<String>, Fault> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(categories::table
        .filter(one_of(categories::code, codes))
        .filter(categories::state.eq(CategoryState::Open))
        .select(categories::code)
        .load(db)?)
}

/// A page of categories, by code.
pub fn list(db: &mut Db, page: &PageOf) -> Result<Vec<Category>, Fault> {
    let after = page.after().unwrap_or_default().to_owned();
    Ok(categories::table
        .filter(categories::code.gt(after))
        .order(categories::code)
        .limit(page.fetch())
        .select(Category::as_select())
        .load(db)?)
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

pub fn insert(tx: &mut Tx<'_>, new: &Category, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(categories::table)
        .values((
            categories::code.eq(&new.code),
            categories::title.eq(&new.title),
            categories::description.eq(&new.description),
            categories::criteria.eq(json(&new.criteria)),
            categories::state.eq(new.state),
            categories::made_by.eq(by),
            categories::made_at.eq(new.made_at),
            categories::updated_at.eq(new.updated_at),
            categories::version.eq(new.version),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Writes words and criteria over the version that was read.
pub fn update(tx: &mut Tx<'_>, changed: Category) -> Result<Category, Fault> {
    let read = categories::code.eq(&changed.code).and(categories::version.eq(changed.version));
    let written = diesel::update(categories::table.filter(read))
        .set((
            categories::title.eq(&changed.title),
            categories::description.eq(&changed.description),
            categories::criteria.eq(json(&changed.criteria)),
            categories::updated_at.eq(changed.updated_at),
            categories::version.eq(categories::version + 1),
        ))
        .execute(tx.db())?;
    once(written)?;
    Ok(Category { version: changed.version + 1, ..changed })
}

/// Writes the end of a category over the version that was read.
pub fn retire(tx: &mut Tx<'_>, retired: Category, by: Id<User>) -> Result<Category, Fault> {
    let read = categories::code.eq(&retired.code).and(categories::version.eq(retired.version));
    let written = diesel::update(categories::table.filter(read))
        .set((
            categories::state.eq(retired.state),
            categories::retired_by.eq(by),
            categories::retired_at.eq(retired.retired_at),
            categories::retired_because.eq(&retired.retired_because),
            categories::updated_at.eq(retired.updated_at),
            categories::version.eq(categories::version + 1),
        ))
        .execute(tx.db())?;
    once(written)?;
    Ok(Category { version: retired.version + 1, ..retired })
}
