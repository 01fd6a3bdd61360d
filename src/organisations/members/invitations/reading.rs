//! Reads of invitations.

use super::{
    super::super::store as organisations, model::Invitation, policy::ReadInvitations, store,
};
use crate::prelude::*;

/// A page of the invitations of an organisation.
#[derive(Debug)]
pub struct InvitationPage {
    pub of: Id<Organisation>,
    pub page: PageOf,
    pub now: Instant,
}

/// The invitations that wait to be accepted, newest first, for owners.
pub fn list(db: &mut Db, actor: &Actor, asked: &InvitationPage) -> Result<Page<Invitation>, Fault> {
    let found = organisations::load(db, asked.of)?;
    let (_, organisation) = found.open::<ReadInvitations>(actor)?;
    let rows = store::list(db, organisation.id, asked.now, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.id.to_string()))
}
