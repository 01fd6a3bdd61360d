//! Statements: what a supplier says in one section, dated, for as long as it is good.

use serde::{Serialize, de::DeserializeOwned};

use super::sections::{
    Accreditations, ConnectedPersons, Exclusions, Insurances, ModernSlavery, Names, Policies,
    Reach, Size, Vcse,
};
use crate::{documents::Document, kernel::Date, prelude::*, words};

words!(
    /// A part of a profile that is declared as a whole.
    Section {
        Names = "names", Size = "size", Vcse = "vcse", Reach = "reach",
        Accreditations = "accreditations", Insurances = "insurances",
        ConnectedPersons = "connected_persons", Exclusions = "exclusions",
        ModernSlavery = "modern_slavery", Policies = "policies",
    }
);

/// A statement without an end of its own is good for this long.
const YEAR: Period = Period::days(365);

impl Section {
    /// Sections that change from year to year expire.
    pub const fn life(self) -> Option<Period> {
        match self {
            Self::Size | Self::Vcse | Self::ConnectedPersons | Self::Exclusions => Some(YEAR),
            Self::Names
            | Self::Reach
            | Self::Accreditations
            | Self::Insurances
            | Self::ModernSlavery
            | Self::Policies => None,
        }
    }
}

/// The content of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Names(Names),
    Size(Size),
    Vcse(Vcse),
    Reach(Reach),
    Accreditations(Accreditations),
    Insurances(Insurances),
    ConnectedPersons(ConnectedPersons),
    Exclusions(Exclusions),
    ModernSlavery(ModernSlavery),
    Policies(Policies),
}

impl Said {
    pub const fn section(&self) -> Section {
        match self {
            Self::Names(_) => Section::Names,
            Self::Size(_) => Section::Size,
            Self::Vcse(_) => Section::Vcse,
            Self::Reach(_) => Section::Reach,
            Self::Accreditations(_) => Section::Accreditations,
            Self::Insurances(_) => Section::Insurances,
            Self::ConnectedPersons(_) => Section::ConnectedPersons,
            Self::Exclusions(_) => Section::Exclusions,
            Self::ModernSlavery(_) => Section::ModernSlavery,
            Self::Policies(_) => Section::Policies,
        }
    }

    /// Faults of the content, each with its place.
    pub fn faults(&self, today: Date) -> Faults {
        let at = format!("/{}", self.section());
        match self {
            Self::Names(said) => said.faults(&at),
            Self::Size(said) => said.faults(&at, today),
            Self::Vcse(said) => said.faults(&at),
            Self::Reach(said) => said.faults(&at),
            Self::Accreditations(said) => said.faults(&at, today),
            Self::Insurances(said) => said.faults(&at),
            Self::ConnectedPersons(said) => said.faults(&at, today),
            Self::Exclusions(said) => said.faults(&at),
            Self::ModernSlavery(said) => said.faults(&at, today),
            Self::Policies(said) => said.faults(&at, today),
        }
    }

    /// The documents that it names, each with its place.
    pub fn documents(&self) -> Vec<(String, Id<Document>)> {
        match self {
            Self::Accreditations(said) => {
                let all = said.accreditations.iter().map(|one| one.document_id);
                named("/accreditations/accreditations", all)
            }
            Self::Insurances(said) => {
                let all = said.insurances.iter().map(|one| one.document_id);
                named("/insurances/insurances", all)
            }
            Self::Policies(said) => {
                let all = said.policies.iter().map(|one| one.document_id);
                named("/policies/policies", all)
            }
            Self::Names(_)
            | Self::Size(_)
            | Self::Vcse(_)
            | Self::Reach(_)
            | Self::ConnectedPersons(_)
            | Self::Exclusions(_)
            | Self::ModernSlavery(_) => Vec::new(),
        }
    }

    /// As it is kept.
    pub fn json(&self) -> serde_json::Result<String> {
        match self {
            Self::Names(said) => text(said),
            Self::Size(said) => text(said),
            Self::Vcse(said) => text(said),
            Self::Reach(said) => text(said),
            Self::Accreditations(said) => text(said),
            Self::Insurances(said) => text(said),
            Self::ConnectedPersons(said) => text(said),
            Self::Exclusions(said) => text(said),
            Self::ModernSlavery(said) => text(said),
            Self::Policies(said) => text(said),
        }
    }

    /// Content as it was kept.
    pub fn parse(section: Section, json: &str) -> serde_json::Result<Self> {
        Ok(match section {
            Section::Names => Self::Names(of(json)?),
            Section::Size => Self::Size(of(json)?),
            Section::Vcse => Self::Vcse(of(json)?),
            Section::Reach => Self::Reach(of(json)?),
            Section::Accreditations => Self::Accreditations(of(json)?),
            Section::Insurances => Self::Insurances(of(json)?),
            Section::ConnectedPersons => Self::ConnectedPersons(of(json)?),
            Section::Exclusions => Self::Exclusions(of(json)?),
            Section::ModernSlavery => Self::ModernSlavery(of(json)?),
            Section::Policies => Self::Policies(of(json)?),
        })
    }
}

fn named(at: &str, all: impl Iterator<Item = Option<Id<Document>>>) -> Vec<(String, Id<Document>)> {
    let all = all.enumerate();
    all.filter_map(|(n, id)| Some((format!("{at}/{n}/document_id"), id?))).collect()
}

fn text(said: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(said)
}

fn of<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
    serde_json::from_str(json)
}

/// A statement with its date and its end.
#[derive(Debug, Clone)]
pub struct Statement {
    pub id: Id<Statement>,
    pub said: Said,
    pub declared_by: Id<User>,
    pub declared_at: Instant,
    /// When it has to be said again, where the whole of it has a life.
    pub expires_at: Option<Instant>,
    /// When another one took its place, or it was taken back.
    pub replaced_at: Option<Instant>,
}

impl Statement {
    pub fn new(said: Said, by: Id<User>, at: Instant) -> Self {
        let expires_at = said.section().life().map(|life| at.plus(life));
        let (id, declared_by) = (Id::new(), by);
        Self { id, said, declared_by, declared_at: at, expires_at, replaced_at: None }
    }

    pub fn is_good(&self, now: Instant) -> bool {
        self.expires_at.is_none_or(|until| now < until)
    }
}
