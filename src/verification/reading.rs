//! Reads of the queue of organisations that wait to be verified.

use super::{model::Waiting, policy::ReadQueue, store};
use crate::prelude::*;

/// A page of the queue, the longest waiting first.
pub fn queue(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<Waiting>, Fault> {
    let (may, ()) = store::queue().open::<ReadQueue>(actor)?;
    let rows = store::list(db, &may, page)?;
    Ok(page.cut(rows, Waiting::place))
}
