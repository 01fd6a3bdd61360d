//! Rules of interests.

use crate::{
    organisations::{OWNERS, Stored},
    prelude::*,
};

pub struct DeclareInterests;

impl Rule for DeclareInterests {
    const NAME: &'static str = "organisation.declare_interests";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], organisation.id, OWNERS)
    }
}
