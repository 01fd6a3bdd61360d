//! Rules of the directory of suppliers.

use super::model::InDirectory;
use crate::{organisations::OrganisationState, prelude::*};

/// The directory is public; it shows verified suppliers that are listed.
pub struct ReadSupplier;

impl Rule for ReadSupplier {
    const NAME: &'static str = "supplier.read";
    type On = InDirectory;

    fn check(_: &Actor, on: &InDirectory) -> Verdict {
        if on.supplier.state == OrganisationState::Verified && on.profile.listed {
            Ok(As::Themselves)
        } else {
            Err(No::Hidden)
        }
    }
}
