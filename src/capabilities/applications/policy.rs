//! Rules for applications.

use crate::{
    capabilities::{
        model::{Application, FullApplication},
        policy::{assessor, sees, speaks_for},
    },
    organisations::Card,
    prelude::*,
};

/// Suppliers alone have capabilities.
pub struct Apply;

impl Rule for Apply {
    const NAME: &'static str = "capability.apply";
    type On = Card;

    fn check(actor: &Actor, of: &Card) -> Verdict {
        match of.kind {
            OrganisationKind::Supplier => speaks_for(actor, of.id),
            OrganisationKind::PublicBody => Err(No::Hidden),
        }
    }
}

pub struct ListApplications;

impl Rule for ListApplications {
    const NAME: &'static str = "capability.list_applications";
    type On = Card;

    fn check(actor: &Actor, of: &Card) -> Verdict {
        match of.kind {
            OrganisationKind::Supplier => sees(actor, of.id),
            OrganisationKind::PublicBody => Err(No::Hidden),
        }
    }
}

pub struct ReadApplication;

impl Rule for ReadApplication {
    const NAME: &'static str = "capability.read_application";
    type On = FullApplication;

    fn check(actor: &Actor, of: &FullApplication) -> Verdict {
        sees(actor, of.application.organisation_id)
    }
}

pub struct Withdraw;

impl Rule for Withdraw {
    const NAME: &'static str = "capability.withdraw";
    type On = Application;

    fn check(actor: &Actor, of: &Application) -> Verdict {
        speaks_for(actor, of.organisation_id)
    }
}

/// The queue of all suppliers.
pub struct ReadQueue;

impl Rule for ReadQueue {
    const NAME: &'static str = "capability.read_queue";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        assessor(actor)
    }
}
