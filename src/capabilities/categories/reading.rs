//! Reads of categories, which are public.

use super::{model::Category, policy::ReadCategories, store};
use crate::prelude::*;

/// A page of categories, by code.
pub fn list(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<Category>, Fault> {
    let (_, ()) = store::anything().open::<ReadCategories>(actor)?;
    let rows = store::list(db, page)?;
    Ok(page.cut(rows, |category| category.code.clone()))
}

/// One category by its code.
pub fn read(db: &mut Db, actor: &Actor, code: &str) -> Result<Category, Fault> {
    let (_, ()) = store::anything().open::<ReadCategories>(actor)?;
    store::find(db, code)
}
