//! The list of administrators.

use super::{policy::ListAdministrators, store};
use crate::{
    accounts::{model::Account, store as accounts},
    prelude::*,
};

/// A page of administrators, in the order in which they came.
pub fn list(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<Account>, Fault> {
    let (may, ()) = accounts::anybody().open::<ListAdministrators>(actor)?;
    let rows = store::list(db, &may, page)?;
    Ok(page.cut(rows, |account| account.id.to_string()))
}
