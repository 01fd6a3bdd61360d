//! The rule for asking for a link that sets a password.

use crate::prelude::*;

/// Anybody may ask for a link; it goes to the address alone.
pub struct AskForLink;

impl Rule for AskForLink {
    const NAME: &'static str = "user.ask_for_link";
    type On = ();

    fn check(_: &Actor, (): &()) -> Verdict {
        Ok(As::Themselves)
    }
}
