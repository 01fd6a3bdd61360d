//! Reads of the themes that a supplier wants to hear of.

use super::store;
use crate::{
    kernel::Theme,
    organisations::{self, ReadMembers},
    prelude::*,
};

/// The themes, for the supplier's members.
pub fn read(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<Vec<Theme>, Fault> {
    let (_, organisation) = organisations::load(db, of)?.open::<ReadMembers>(actor)?;
    store::themes_of(db, organisation.id)
}
