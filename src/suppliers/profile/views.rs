//! Profiles as they are shown to the supplier and in a bid.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    model::{Gap, GapState, Profile},
    sections::{
        Accreditations, ConnectedPersons, ExclusionOutcome, Exclusions, Insurances, ModernSlavery,
        Names, Policies, Reach, Size, SizeClass, Vcse,
    },
    statements::{Said, Section, Statement},
};
use crate::{
    documents::Document,
    organisations::{HeldView, Stored},
    prelude::*,
};

/// A current statement.
#[derive(Debug, Serialize, ToSchema)]
pub struct Current<T> {
    /// The section as it was declared.
    pub said: T,
    /// The time of the declaration.
    pub declared_at: Instant,
    /// The end of its validity; absent for a section that stays valid, or whose parts have ends.
    pub expires_at: Option<Instant>,
    /// Whether the statement has expired.
    pub expired: bool,
}

fn current<T: Clone>(found: Option<(&T, &Statement)>, now: Instant) -> Option<Current<T>> {
    found.map(|(said, one)| Current {
        said: said.clone(),
        declared_at: one.declared_at,
        expires_at: one.expires_at,
        expired: !one.is_good(now),
    })
}

/// The sections of a profile as they stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProfileSections)]
pub struct Sections {
    /// The size class by the figures of `size`, while they are valid (Procurement Act 2023, s.123).
    pub size_class: Option<SizeClass>,
    /// Whether the supplier is a small or medium-sized enterprise, while `size` is valid.
    pub sme: Option<bool>,
    /// The outcome of the answers in `exclusions` by rule, while they are valid.
    pub exclusion_outcome: Option<ExclusionOutcome>,
    /// The legal name and trading names.
    pub names: Option<Current<Names>>,
    /// The figures of the last financial year.
    pub size: Option<Current<Size>>,
    /// The VCSE status.
    pub vcse: Option<Current<Vcse>>,
    /// The regions, and the goods, works and services.
    pub reach: Option<Current<Reach>>,
    /// The accreditations.
    pub accreditations: Option<Current<Accreditations>>,
    /// The insurances.
    pub insurances: Option<Current<Insurances>>,
    /// The connected persons.
    pub connected_persons: Option<Current<ConnectedPersons>>,
    /// The self-declaration on grounds for exclusion.
    pub exclusions: Option<Current<Exclusions>>,
    /// The statement on modern slavery.
    pub modern_slavery: Option<Current<ModernSlavery>>,
    /// The policies.
    pub policies: Option<Current<Policies>>,
}

fn sections(profile: &Profile, now: Instant) -> Sections {
    let size_class = profile.size_class(now);
    Sections {
        size_class,
        sme: size_class.map(SizeClass::is_sme),
        exclusion_outcome: profile.exclusion_outcome(now),
        names: current(profile.names(), now),
        size: current(profile.size(), now),
        vcse: current(profile.vcse(), now),
        reach: current(profile.reach(), now),
        accreditations: current(profile.accreditations(), now),
        insurances: current(profile.insurances(), now),
        connected_persons: current(profile.connected_persons(), now),
        exclusions: current(profile.exclusions(), now),
        modern_slavery: current(profile.modern_slavery(), now),
        policies: current(profile.policies(), now),
    }
}

/// A supplier's profile, for its members.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Profile)]
pub struct ProfileView {
    /// The supplier.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// Whether the public directory lists the supplier once it is verified.
    pub listed: bool,
    /// Whether no section is missing or expired. Not required for a bid.
    pub complete: bool,
    /// Sections that are missing, expired, or expire within thirty days.
    pub completeness: Vec<Gap>,
    #[serde(flatten)]
    pub sections: Sections,
    /// The documents to which the sections refer.
    pub documents: Vec<Document>,
    /// The time of the last change.
    pub updated_at: Instant,
    /// The version, for `If-Match`.
    pub version: i64,
}

pub fn profile(profile: &Profile, now: Instant) -> ProfileView {
    let completeness = profile.gaps(now);
    ProfileView {
        organisation_id: profile.organisation,
        listed: profile.listed,
        complete: completeness.iter().all(|gap| gap.state == GapState::RunsOut),
        completeness,
        sections: sections(profile, now),
        documents: profile.documents.clone(),
        updated_at: profile.updated_at,
        version: profile.version,
    }
}

/// A statement in the history of a profile.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statement)]
pub struct StatementView {
    /// The id of the statement.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Statement>,
    /// The section that the statement declares.
    pub section: Section,
    /// The section as it was sent.
    #[schema(value_type = Object)]
    pub said: Said,
    /// The person who declared it.
    #[schema(value_type = String, format = "uuid")]
    pub declared_by_id: Id<User>,
    /// The name of that person.
    pub declared_by_name: String,
    /// The time of the declaration.
    pub declared_at: Instant,
    /// The end of the validity of the whole section, where it has one.
    pub expires_at: Option<Instant>,
    /// The time at which another statement replaced this one, or the section was withdrawn.
    pub replaced_at: Option<Instant>,
}

pub fn statement(one: Statement, declared_by_name: String) -> StatementView {
    StatementView {
        id: one.id,
        section: one.said.section(),
        declared_by_id: one.declared_by,
        declared_by_name,
        declared_at: one.declared_at,
        expires_at: one.expires_at,
        replaced_at: one.replaced_at,
        said: one.said,
    }
}

/// The profile of a supplier when it submitted a bid; later changes have no effect.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProfileSnapshot)]
pub struct SnapshotView {
    /// The time of the submission.
    pub taken_at: Instant,
    /// The name of the supplier.
    pub name: String,
    /// The web address of the supplier.
    pub website: Option<String>,
    /// The identifiers of the supplier in registers.
    pub identifiers: Vec<HeldView>,
    #[serde(flatten)]
    pub sections: Sections,
    /// The documents to which the sections refer, each with its hash, so that the seal covers them.
    /// Absent in bids from before there were documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub documents: Vec<Document>,
}

pub fn snapshot(supplier: &Stored, profile: &Profile, now: Instant) -> SnapshotView {
    SnapshotView {
        taken_at: now,
        name: supplier.name.clone(),
        website: supplier.website.clone(),
        identifiers: supplier.identifiers.iter().map(HeldView::from).collect(),
        sections: sections(profile, now),
        documents: profile.documents.clone(),
    }
}
