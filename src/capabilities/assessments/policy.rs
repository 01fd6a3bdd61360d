//! Rules for assessments.

use crate::{
    capabilities::{model::Application, policy::assesses_others},
    prelude::*,
};

pub struct Assess;

impl Rule for Assess {
    const NAME: &'static str = "capability.assess";
    type On = Application;

    fn check(actor: &Actor, of: &Application) -> Verdict {
        assesses_others(actor, of.organisation_id)
    }
}

pub struct Revoke;

impl Rule for Revoke {
    const NAME: &'static str = "capability.revoke";
    type On = Application;

    fn check(actor: &Actor, of: &Application) -> Verdict {
        assesses_others(actor, of.organisation_id)
    }
}
