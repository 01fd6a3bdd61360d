//! Rules of profiles.

use super::model::Profile;
use crate::{organisations::Stored, prelude::*};

/// The members of the supplier read its profile, which holds personal data. Others read the profile in
/// an opened bid, and the directory.
pub struct ReadProfile;

impl Rule for ReadProfile {
    const NAME: &'static str = "profile.read";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs_membership(organisation.id)
    }
}

/// Owners and bidders declare a profile, since it goes into every bid.
pub struct DeclareProfile;

impl Rule for DeclareProfile {
    const NAME: &'static str = "profile.declare";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        let sentence = "this needs the role bidder, which owners of your organisation give";
        actor.needs(&[Role::Owner, Role::Bidder], organisation.id, sentence)
    }
}

/// Reminders are sent by Guildhall itself.
pub struct RemindSupplier;

impl Rule for RemindSupplier {
    const NAME: &'static str = "profile.remind";
    type On = Profile;

    fn check(actor: &Actor, _: &Profile) -> Verdict {
        actor.needs_system()
    }
}
