//! Statements: a section of a profile as a supplier declared it, with its date and its end.

use serde::{Serialize, de::DeserializeOwned};

use super::sections::{
    Accreditations, ConnectedPersons, Exclusions, Insurances, ModernSlavery, Names, Policies,
    Reach, Size, Vcse,
};
use crate::{documents::Document, kernel::Date, prelude::*, words};

words!(
    /// A section of a profile, which is declared as a whole.
    Section {
        /// The legal name and trading names.
        Names = "names",
        /// The figures of the last financial year.
        Size = "size",
        /// The VCSE status.
        Vcse = "vcse",
        /// The regions, and the goods, works and services.
        Reach = "reach",
        /// The accreditations.
        Accreditations = "accreditations",
        /// The insurances.
        Insurances = "insurances",
        /// The connected persons.
        ConnectedPersons = "connected_persons",
        /// The self-declaration on grounds for exclusion.
        Exclusions = "exclusions",
        /// The statement on modern slavery.
        ModernSlavery = "modern_slavery",
        /// The policies.
        Policies = "policies",
    }
);

/// The validity of a yearly statement.
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

/// The content of one section; as JSON, the section alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
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

    /// The documents that the section names, each with its place.
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

    /// Reads the content of a section from the database.
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
    /// The end of the validity of the whole section, where it has one.
    pub expires_at: Option<Instant>,
    /// The time at which another statement replaced this one, or the section was withdrawn.
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
