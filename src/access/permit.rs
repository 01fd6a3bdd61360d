//! Rules, the things they guard, and the permits they leave.

use std::marker::PhantomData;

use super::{
    actor::{Actor, Who},
    ids::Organisation,
    verdict::{As, No, Verdict},
};
use crate::kernel::Id;

/// A rule: an act that is allowed or refused. Declared in a room's `policy.rs`, nowhere else.
pub trait Rule {
    /// Stable name, as the audit log and the access matrix print it: `bid.submit`.
    const NAME: &'static str;
    /// Whether it asks for a proof of who is there that is fresh ([`Proof::FRESH`](super::Proof)).
    const FRESH: bool = false;
    type On;

    fn check(actor: &Actor, on: &Self::On) -> Verdict;
}

/// Proof that `R` said yes to this actor. Only [`Guarded::open`] makes one.
#[derive(Debug)]
pub struct Permit<R> {
    actor: Actor,
    name: As,
    rule: PhantomData<R>,
}

impl<R: Rule> Permit<R> {
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The organisation that the actor acted for.
    pub fn organisation(&self) -> Option<Id<Organisation>> {
        match self.name {
            As::Organisation(organisation) => Some(organisation),
            As::Platform | As::Themselves | As::Auditor(_) => None,
        }
    }

    pub fn rule(&self) -> &'static str {
        R::NAME
    }
}

/// A loaded thing that nobody has been allowed to look at yet.
#[derive(Debug)]
#[must_use = "a guarded thing is of no use until a rule opens it"]
pub struct Guarded<T>(T);

impl<T> Guarded<T> {
    pub fn new(thing: T) -> Self {
        Self(thing)
    }

    /// Asks rule `R` and hands over the thing with the proof.
    pub fn open<R: Rule<On = T>>(self, actor: &Actor) -> Result<(Permit<R>, T), No> {
        let name =
            R::check(actor, &self.0).map_err(|no| Self::or_asleep::<R>(actor, &self.0, no))?;
        if R::FRESH && actor.key.is_some() {
            return Err(No::Forbidden("API keys cannot do this: sign in as a person"));
        }
        if R::FRESH && !actor.proof.fresh && !matches!(actor.who, Who::System(_)) {
            return Err(No::StepUp);
        }
        if let As::Auditor(body) = name {
            actor.audits.note(R::NAME, body);
        }
        Ok((Permit { actor: actor.clone(), name, rule: PhantomData }, self.0))
    }

    /// Tells who would be allowed with a second factor, or if an owner had confirmed their place,
    /// that this is what is missing.
    fn or_asleep<R: Rule<On = T>>(actor: &Actor, on: &T, no: No) -> No {
        let allows = |other: Option<Actor>| other.is_some_and(|other| R::check(&other, on).is_ok());
        if allows(actor.awake()) {
            return match actor.key {
                Some(_) => No::Forbidden("API keys cannot do this: sign in as a person"),
                None => No::SecondFactor,
            };
        }
        if allows(actor.confirmed()) { No::Unconfirmed } else { no }
    }
}
