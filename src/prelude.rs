//! The words of the house: what nearly every operation is written with, for `use crate::prelude::*`
//! in the rooms of nouns. [The glossary](../docs/glossary.md) explains them.

pub use crate::{
    access::{
        Actor, As, Duty, Guarded, No, Organisation, OrganisationKind, Role, Rule, Scope, User,
        Verdict,
    },
    audit::{self, Call, Event, Recorded, Request},
    db::{Db, Fault, Tx},
    kernel::{
        Faults, Id, Instant, Kind, Line, Money, Page, PageOf, Period, Problem, Refuse, Text, kinds,
    },
};
