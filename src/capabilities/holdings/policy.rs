//! The rule for reminders.

use super::model::Holding;
use crate::prelude::*;

/// Reminders are sent by Guildhall itself.
pub struct Remind;

impl Rule for Remind {
    const NAME: &'static str = "capability.remind";
    type On = Holding;

    fn check(actor: &Actor, _: &Holding) -> Verdict {
        actor.needs_system()
    }
}
