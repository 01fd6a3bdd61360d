//! The rule for registration.

use crate::prelude::*;

/// Anybody may ask for an account.
pub struct Register;

impl Rule for Register {
    const NAME: &'static str = "user.register";
    type On = ();

    fn check(_: &Actor, (): &()) -> Verdict {
        Ok(As::Themselves)
    }
}
