//! Rules, the things they guard, and the permits they leave.

use std::marker::PhantomData;

use super::{Actor, Who, actor::Organisation};
use crate::kernel::{Id, Kind, Refuse, kinds};

/// One thing that may be allowed or not. Declared in a room's `policy.rs`, nowhere else.
pub trait Rule {
    /// Stable name, as the audit log and the access matrix print it: `bid.submit`.
    const NAME: &'static str;
    /// Whether it asks for a proof of who is there that is fresh ([`Proof::FRESH`](super::Proof)).
    const FRESH: bool = false;
    type On;

    fn check(actor: &Actor, on: &Self::On) -> Verdict;
}

/// Yes, and in whose name; or no.
pub type Verdict = Result<As, No>;

/// In whose name an actor was allowed to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    Organisation(Id<Organisation>),
    Platform,
    Themselves,
    /// As an auditor, by a grant to read this body: each time is written down.
    Auditor(Id<Organisation>),
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

/// The ways to say no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum No {
    /// The actor may not even know that it exists.
    #[error("not found, or not visible to you")]
    Hidden,
    #[error("{0}")]
    Forbidden(&'static str),
    /// Four eyes: the actor has the role, and is the wrong person for it.
    #[error("{0}")]
    SamePerson(&'static str),
    /// A role asks for a second factor, and this session has proved none.
    #[error("your role requires a second factor: set one up, or sign in with it")]
    SecondFactor,
    /// No owner has confirmed the member's place for this year.
    #[error(
        "your membership was not confirmed this year: an owner of the organisation has to confirm it"
    )]
    Unconfirmed,
    /// The proof of who is there is too old for this.
    #[error("step up your authentication, then repeat the request within five minutes")]
    StepUp,
}

impl Refuse for No {
    fn kind(&self) -> Kind {
        match self {
            Self::Hidden => kinds::NOT_FOUND,
            Self::Forbidden(_) => kinds::FORBIDDEN,
            Self::SamePerson(_) => kinds::FOUR_EYES,
            Self::SecondFactor => kinds::SECOND_FACTOR,
            Self::Unconfirmed => kinds::UNCONFIRMED,
            Self::StepUp => kinds::STEP_UP,
        }
    }
}
