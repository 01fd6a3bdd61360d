//! `GET /v1/lots/{id}/panel`.

use super::{
    super::{model::Panel, store},
    policy::ReadPanel,
};
use crate::{opportunities::Lot, prelude::*};

/// The panel of a lot.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Panel, Fault> {
    let (_, on) = store::load_lot_for_member(db, lot, actor)?.open::<ReadPanel>(actor)?;
    store::panel(db, on.lot.id)
}
