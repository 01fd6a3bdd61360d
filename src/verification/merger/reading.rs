//! Reads of mergers.

use super::{
    model::{CannotMerge, Merger},
    policy::ReadMerger,
    store,
};
use crate::prelude::*;

/// The merger that is proposed for a body.
pub fn proposed(db: &mut Db, actor: &Actor, from: Id<Organisation>) -> Result<Merger, Fault> {
    let (_, merger) = store::proposed(db, from)?.open::<ReadMerger>(actor)?;
    Ok(merger.ok_or(CannotMerge::NotProposed)?)
}
