//! `/v1/organisations/{id}/interests`: the themes of a supplier are read and replaced.

use super::{policy::DeclareInterests, store};
use crate::{
    kernel::Theme,
    organisations::{self, ReadMembers},
    prelude::*,
};

/// The themes of a supplier, for its members.
pub fn read(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<Vec<Theme>, Fault> {
    let (_, organisation) = organisations::load(db, of)?.open::<ReadMembers>(actor)?;
    store::themes_of(db, organisation.id)
}

pub fn declare_interests(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    themes: &[Theme],
) -> Result<Recorded<Vec<Theme>>, Fault> {
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<DeclareInterests>(&call.actor)?;
    call.saw(organisation.version)?;
    if organisation.kind != OrganisationKind::Supplier {
        let detail = "only suppliers have interests";
        return Err(Problem::new(kinds::WRONG_STATE, detail).into());
    }
    let mut wanted = themes.to_vec();
    wanted.sort();
    wanted.dedup();
    store::replace_themes(tx, of, &wanted)?;
    let event = Event::of("organisation.interests_declared", "organisation", &of)
        .fact("themes", wanted.iter().map(ToString::to_string).collect::<Vec<_>>());
    audit::record(tx, call, &may, event, wanted)
}
