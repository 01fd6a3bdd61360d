//! Profiles as they are shown: whole to the supplier, whole in a bid, and to the public.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    model::{Gap, GapState, Profile},
    sections::{
        Accreditations, ConnectedPersons, ExclusionOutcome, Exclusions, Insurances, ModernSlavery,
        Names, Policies, Reach, Size, SizeClass, Vcse,
    },
    statements::{Section, Statement},
};
use crate::{
    documents::Document,
    organisations::{HeldView, Stored},
    prelude::*,
};

/// A statement as it stands now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Current<T> {
    pub said: T,
    pub declared_at: Instant,
    /// When it has to be said again; none where its parts have dates of their own, or it stays.
    pub expires_at: Option<Instant>,
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

/// Everything that a supplier says, section by section.
#[derive(Debug)]
struct Statements {
    /// By the figures of `size`, while they are good (Procurement Act 2023, s.123).
    size_class: Option<SizeClass>,
    sme: Option<bool>,
    /// What the answers in `exclusions` mean by rule, while they are good.
    exclusion_outcome: Option<ExclusionOutcome>,
    names: Option<Current<Names>>,
    size: Option<Current<Size>>,
    vcse: Option<Current<Vcse>>,
    reach: Option<Current<Reach>>,
    accreditations: Option<Current<Accreditations>>,
    insurances: Option<Current<Insurances>>,
    connected_persons: Option<Current<ConnectedPersons>>,
    exclusions: Option<Current<Exclusions>>,
    modern_slavery: Option<Current<ModernSlavery>>,
    policies: Option<Current<Policies>>,
    documents: Vec<Document>,
}

fn statements(profile: &Profile, now: Instant) -> Statements {
    let size_class = profile.size_class(now);
    Statements {
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
        documents: profile.documents.clone(),
    }
}

/// A supplier's profile, for its members.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Profile)]
pub struct ProfileView {
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// Whether the public directory lists the supplier once it is verified.
    pub listed: bool,
    /// Whether no section is missing or expired. Not required for a bid.
    pub complete: bool,
    /// Sections that are missing, expired, or expire within thirty days.
    pub completeness: Vec<Gap>,
    /// By the figures of `size`, while they are good (Procurement Act 2023, s.123).
    pub size_class: Option<SizeClass>,
    pub sme: Option<bool>,
    /// What the answers in `exclusions` mean by rule, while they are good.
    pub exclusion_outcome: Option<ExclusionOutcome>,
    pub names: Option<Current<Names>>,
    pub size: Option<Current<Size>>,
    pub vcse: Option<Current<Vcse>>,
    pub reach: Option<Current<Reach>>,
    pub accreditations: Option<Current<Accreditations>>,
    pub insurances: Option<Current<Insurances>>,
    pub connected_persons: Option<Current<ConnectedPersons>>,
    pub exclusions: Option<Current<Exclusions>>,
    pub modern_slavery: Option<Current<ModernSlavery>>,
    pub policies: Option<Current<Policies>>,
    /// The documents to which the sections refer.
    pub documents: Vec<Document>,
    pub updated_at: Instant,
    pub version: i64,
}

pub fn profile(profile: &Profile, now: Instant) -> ProfileView {
    let (completeness, all) = (profile.gaps(now), statements(profile, now));
    ProfileView {
        organisation_id: profile.organisation,
        listed: profile.listed,
        complete: completeness.iter().all(|gap| gap.state == GapState::RunsOut),
        completeness,
        size_class: all.size_class,
        sme: all.sme,
        exclusion_outcome: all.exclusion_outcome,
        names: all.names,
        size: all.size,
        vcse: all.vcse,
        reach: all.reach,
        accreditations: all.accreditations,
        insurances: all.insurances,
        connected_persons: all.connected_persons,
        exclusions: all.exclusions,
        modern_slavery: all.modern_slavery,
        policies: all.policies,
        documents: all.documents,
        updated_at: profile.updated_at,
        version: profile.version,
    }
}

/// A statement in the history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statement)]
pub struct StatementView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Statement>,
    pub section: Section,
    /// The section as it was sent.
    #[schema(value_type = Object)]
    pub said: serde_json::Value,
    #[schema(value_type = String, format = "uuid")]
    pub declared_by: Id<User>,
    pub declared_at: Instant,
    pub expires_at: Option<Instant>,
    /// When another one took its place, or it was taken back; none while it stands.
    pub replaced_at: Option<Instant>,
}

pub fn statement(one: &Statement) -> serde_json::Result<StatementView> {
    Ok(StatementView {
        id: one.id,
        section: one.said.section(),
        said: serde_json::from_str(&one.said.json()?)?,
        declared_by: one.declared_by,
        declared_at: one.declared_at,
        expires_at: one.expires_at,
        replaced_at: one.replaced_at,
    })
}

/// The profile of a supplier when it submitted a bid; later changes have no effect.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProfileSnapshot)]
pub struct SnapshotView {
    pub taken_at: Instant,
    pub name: String,
    pub website: Option<String>,
    pub identifiers: Vec<HeldView>,
    /// By the figures of `size`, while they are good (Procurement Act 2023, s.123).
    pub size_class: Option<SizeClass>,
    pub sme: Option<bool>,
    /// What the answers in `exclusions` mean by rule, while they are good.
    pub exclusion_outcome: Option<ExclusionOutcome>,
    pub names: Option<Current<Names>>,
    pub size: Option<Current<Size>>,
    pub vcse: Option<Current<Vcse>>,
    pub reach: Option<Current<Reach>>,
    pub accreditations: Option<Current<Accreditations>>,
    pub insurances: Option<Current<Insurances>>,
    pub connected_persons: Option<Current<ConnectedPersons>>,
    pub exclusions: Option<Current<Exclusions>>,
    pub modern_slavery: Option<Current<ModernSlavery>>,
    pub policies: Option<Current<Policies>>,
    /// The documents that the sections name, each with its hash: so under the bid's seal as well.
    /// Not there in bids of before there were documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub documents: Vec<Document>,
}

pub fn snapshot(supplier: &Stored, profile: &Profile, now: Instant) -> SnapshotView {
    let all = statements(profile, now);
    SnapshotView {
        taken_at: now,
        name: supplier.name.clone(),
        website: supplier.website.clone(),
        identifiers: supplier.identifiers.iter().map(HeldView::from).collect(),
        size_class: all.size_class,
        sme: all.sme,
        exclusion_outcome: all.exclusion_outcome,
        names: all.names,
        size: all.size,
        vcse: all.vcse,
        reach: all.reach,
        accreditations: all.accreditations,
        insurances: all.insurances,
        connected_persons: all.connected_persons,
        exclusions: all.exclusions,
        modern_slavery: all.modern_slavery,
        policies: all.policies,
        documents: all.documents,
    }
}
