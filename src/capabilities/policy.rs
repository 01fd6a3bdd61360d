//! Who makes categories, applies, assesses, and sees what.

use super::{
    model::{Application, Whole},
    store_held::Holding,
};
use crate::{
    access::{Actor, As, Duty, No, Organisation, OrganisationKind, Role, Rule, Verdict},
    kernel::Id,
    organisations::Card,
};

/// Who makes categories and assesses what suppliers show.
fn assessor(actor: &Actor) -> Verdict {
    actor.needs_duty(Duty::Assessment)
}

/// Nobody assesses a supplier in which they have a place; nobody but its members and assessors
/// learns that it has applied.
fn assesses_others(actor: &Actor, supplier: Id<Organisation>) -> Verdict {
    let member = actor.is_member(supplier);
    let yes = assessor(actor).map_err(|no| if member { no } else { No::Hidden })?;
    if actor.belongs_to(supplier) {
        return Err(No::SamePerson("another administrator assesses your own organisation"));
    }
    Ok(yes)
}

fn sees(actor: &Actor, supplier: Id<Organisation>) -> Verdict {
    if actor.is_member(supplier) {
        return Ok(As::Organisation(supplier));
    }
    assessor(actor).map_err(|_no| No::Hidden)
}

const BIDDERS: &str = "this needs the role bidder, which owners of your organisation give";

/// Who may bid in a supplier's name may say what it can do.
fn speaks_for(actor: &Actor, supplier: Id<Organisation>) -> Verdict {
    actor.needs(&[Role::Owner, Role::Bidder], supplier, BIDDERS)
}

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

/// The queue of all suppliers.
pub struct ReadQueue;

impl Rule for ReadQueue {
    const NAME: &'static str = "capability.read_queue";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        assessor(actor)
    }
}

pub struct ReadApplication;

impl Rule for ReadApplication {
    const NAME: &'static str = "capability.read_application";
    type On = Whole;

    fn check(actor: &Actor, of: &Whole) -> Verdict {
        sees(actor, of.application.organisation)
    }
}

pub struct Withdraw;

impl Rule for Withdraw {
    const NAME: &'static str = "capability.withdraw";
    type On = Application;

    fn check(actor: &Actor, of: &Application) -> Verdict {
        speaks_for(actor, of.organisation)
    }
}

pub struct Assess;

impl Rule for Assess {
    const NAME: &'static str = "capability.assess";
    type On = Application;

    fn check(actor: &Actor, of: &Application) -> Verdict {
        assesses_others(actor, of.organisation)
    }
}

pub struct Revoke;

impl Rule for Revoke {
    const NAME: &'static str = "capability.revoke";
    type On = Application;

    fn check(actor: &Actor, of: &Application) -> Verdict {
        assesses_others(actor, of.organisation)
    }
}

/// Reminders are sent by Guildhall itself.
pub struct Remind;

impl Rule for Remind {
    const NAME: &'static str = "capability.remind";
    type On = Holding;

    fn check(actor: &Actor, _: &Holding) -> Verdict {
        actor.needs_system()
    }
}
