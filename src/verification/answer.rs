//! `POST /v1/organisations/{id}/verification/answer`: an owner answers the administrators.

use super::{model::OwnersAnswer, policy::AnswerAdministrators};
use crate::{
    organisations::{self, Stored},
    prelude::*,
};

/// An owner says what was asked for; the organisation waits again.
pub fn answer(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &OwnersAnswer,
) -> Result<Recorded<Stored>, Fault> {
    let id = asked.organisation;
    let (may, organisation) =
        organisations::load(tx.db(), id)?.open::<AnswerAdministrators>(&call.actor)?;
    call.saw(organisation.version)?;
    let answered = organisation.answered(asked.text.to_string(), call.at)?;
    organisations::update_state(tx, &answered, call.at)?;
    let event = Event::of("organisation.answered", "organisation", &id)
        .versions(answered.version, answered.version + 1);
    audit::record(tx, call, &may, event, Stored { version: answered.version + 1, ..answered })
}
