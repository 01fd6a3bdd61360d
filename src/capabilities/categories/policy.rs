//! Rules for categories.

use crate::{capabilities::policy::assessor, prelude::*};

/// Categories are public.
pub struct ReadCategories;

impl Rule for ReadCategories {
    const NAME: &'static str = "capability_category.read";
    type On = ();

    fn check(_: &Actor, (): &()) -> Verdict {
        Ok(As::Themselves)
    }
}

pub struct MakeCategory;

impl Rule for MakeCategory {
    const NAME: &'static str = "capability_category.make";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        assessor(actor)
    }
}

pub struct ChangeCategory;

impl Rule for ChangeCategory {
    const NAME: &'static str = "capability_category.change";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        assessor(actor)
    }
}

pub struct RetireCategory;

impl Rule for RetireCategory {
    const NAME: &'static str = "capability_category.retire";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        assessor(actor)
    }
}
