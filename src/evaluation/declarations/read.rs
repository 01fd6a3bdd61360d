//! `GET /v1/lots/{id}/declarations`.

use super::{
    super::{model::PanelRole, panel::ReadPanel, store as seats},
    model::Declaration,
    store,
};
use crate::{opportunities::Lot, prelude::*};

/// All declarations for approvers, the chair and auditors; their own for other members of the panel.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Vec<Declaration>, Fault> {
    let (found, panel) = seats::load_lot_and_panel(db, lot, actor)?;
    let (_, on) = found.open::<ReadPanel>(actor)?;
    let mut all = store::of_lot(db, lot, &panel)?;
    let chairs = on.seat.is_some_and(|seat| seat.role == PanelRole::Chair);
    let buyer = on.lot.organisation;
    if !(chairs || actor.audits.covers(buyer) || actor.has(Role::Approver, buyer)) {
        all.retain(|made| Some(made.user_id) == actor.user());
    }
    Ok(all)
}
