//! `GET /v1/lots/{id}/declarations`.

use super::{
    super::{
        model::{PanelRole, Seat},
        panel::ReadPanel,
        store as seats,
    },
    model::Declaration,
    store,
};
use crate::{opportunities::Lot, prelude::*};

/// All declarations for approvers, the chair and auditors; one's own for the rest of the panel.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Vec<Declaration>, Fault> {
    let (_, on) = seats::load_lot_for_member(db, lot, actor)?.open::<ReadPanel>(actor)?;
    let mut all = store::of_lot(db, lot)?;
    let chairs = on.seat.as_ref().is_some_and(|seat: &Seat| seat.role == PanelRole::Chair);
    let buyer = on.lot.organisation;
    if !(chairs || actor.audits.covers(buyer) || actor.has(Role::Approver, buyer)) {
        all.retain(|made| Some(made.user) == actor.user());
    }
    Ok(all)
}
