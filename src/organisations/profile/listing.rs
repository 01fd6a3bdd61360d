//! A supplier of the directory as everybody may see it.

use super::{
    store,
    views::{self, SupplierView},
};
use crate::{
    access::{Actor, Organisation},
    db::{Db, Fault},
    kernel::{Id, Instant},
    organisations::policy::ReadSupplier,
};

/// What is shown, with what tells one state of it from the next.
#[derive(Debug)]
pub struct InPublic {
    pub view: SupplierView,
    pub version: i64,
    /// What runs out leaves the view without a new version of anything.
    pub phase: String,
}

pub fn in_public(
    db: &mut Db,
    actor: &Actor,
    of: Id<Organisation>,
    now: Instant,
) -> Result<InPublic, Fault> {
    let (_, found) = store::in_directory(db, of)?.open::<ReadSupplier>(actor)?;
    let view = views::supplier(&found.supplier, &found.profile, now);
    let good = (view.accreditations.len(), view.sme.is_some(), view.vcse.is_some());
    let phase = format!("{}-{}-{}-{}", found.profile.version, good.0, good.1, good.2);
    Ok(InPublic { view, version: found.supplier.version, phase })
}
