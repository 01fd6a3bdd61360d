//! `GET /v1/contracts/{contract_id}` and `GET /v1/lots/{id}/contracts`.

use super::{model::Contract, policy::ReadContract, store};
use crate::{
    opportunities::{self, Lot, LotState},
    prelude::*,
};

/// A contract, for everybody once its details are published.
pub fn read(db: &mut Db, actor: &Actor, id: Id<Contract>) -> Result<Contract, Fault> {
    Ok(store::load(db, id, actor)?.open::<ReadContract>(actor)?.1.contract)
}

/// The contracts of a lot that the caller may see, in the order in which they were recorded.
pub fn of_lot(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Vec<Contract>, Fault> {
    let lot = opportunities::find_lot(db, lot)?.filter(|lot| lot.state != LotState::Draft);
    let lot = lot.ok_or(No::Hidden)?;
    let mut seen = Vec::new();
    for one in store::of_lot(db, &lot, actor)? {
        match one.open::<ReadContract>(actor) {
            Ok((_, one)) => seen.push(one.contract),
            Err(No::Hidden) => {}
            Err(no) => return Err(no.into()),
        }
    }
    Ok(seen)
}
