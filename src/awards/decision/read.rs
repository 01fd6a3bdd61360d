//! `GET /v1/lots/{id}/decision`.

use super::{model::Decision, policy::ReadDecision, store};
use crate::{opportunities::Lot, prelude::*};

/// The newest decision about a lot.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Decision, Fault> {
    let (_, on) = store::load_for_decider(db, lot, actor)?.open::<ReadDecision>(actor)?;
    on.decision.ok_or_else(|| No::Hidden.into())
}
