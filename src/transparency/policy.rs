//! Who may bring open data in.

use crate::prelude::*;

/// Importing is done at the command line of the machine.
pub struct Import;

impl Rule for Import {
    const NAME: &'static str = "opportunity.import";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_system()
    }
}
