//! Suppliers as the public directory shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::profile::{Accreditation, AccreditationKind, Policy, Profile, SizeClass},
    store::{DeclaredCode, ListedSupplier},
};
use crate::{
    capabilities::Capability,
    kernel::{Cpv, Date, Region},
    organisations::{HeldView, Stored},
    prelude::*,
};

/// The public part of an accreditation.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicAccreditation {
    /// The kind of the accreditation.
    pub kind: AccreditationKind,
    /// The name of an accreditation of the kind `other`.
    pub name: Option<String>,
    /// The issuer of the certificate.
    pub issuer: String,
    /// The last day of validity.
    pub expires: Option<Date>,
}

impl From<&Accreditation> for PublicAccreditation {
    fn from(one: &Accreditation) -> Self {
        Self {
            kind: one.kind,
            name: one.name.as_ref().map(ToString::to_string),
            issuer: one.issuer.to_string(),
            expires: one.expires,
        }
    }
}

/// The public part of a policy: its title and its address.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicPolicy {
    /// The title of the policy.
    pub title: String,
    /// The address of the policy.
    pub url: Option<String>,
    /// The day of its adoption or last change.
    pub date: Date,
}

impl From<&Policy> for PublicPolicy {
    fn from(one: &Policy) -> Self {
        let url = one.url.as_ref().map(ToString::to_string);
        Self { title: one.title.to_string(), url, date: one.date }
    }
}

/// A supplier in the public directory, with its valid statements and no personal data.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Supplier)]
pub struct SupplierView {
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    /// The name of the supplier.
    pub name: String,
    /// The legal name.
    pub legal_name: Option<String>,
    /// The trading names.
    pub trading_names: Vec<String>,
    /// A few sentences about the supplier.
    pub summary: Option<String>,
    /// The web address of the supplier.
    pub website: Option<String>,
    /// The identifiers of the supplier in registers.
    pub identifiers: Vec<HeldView>,
    /// The self-declared size class.
    pub size_class: Option<SizeClass>,
    /// Whether the supplier is a small or medium-sized enterprise.
    pub sme: Option<bool>,
    /// The time of the declaration of the size.
    pub size_declared_at: Option<Instant>,
    /// Whether the supplier is a voluntary, community or social enterprise, self-declared.
    pub vcse: Option<bool>,
    /// The time of that declaration.
    pub vcse_declared_at: Option<Instant>,
    /// The regions in which the supplier works.
    pub regions: Vec<Region>,
    /// The goods, works and services of the supplier.
    pub cpv: Vec<Cpv>,
    /// The valid accreditations.
    pub accreditations: Vec<PublicAccreditation>,
    /// The address of the statement on modern slavery.
    pub modern_slavery_url: Option<String>,
    /// The policies of the supplier.
    pub policies: Vec<PublicPolicy>,
}

pub fn supplier(supplier: &Stored, profile: &Profile, now: Instant) -> SupplierView {
    let names = profile.names().map(|(names, _)| names);
    let (reach, size_class) = (profile.reach().map(|(reach, _)| reach), profile.size_class(now));
    let vcse = profile.vcse().filter(|(_, one)| one.is_good(now));
    let good = |one: &&Accreditation| one.expires.and_then(Date::end).is_none_or(|end| now < end);
    let accreditations = profile.accreditations().map(|(a, _)| a.accreditations.as_slice());
    let trading = names.map(|names| names.trading_names.as_slice()).unwrap_or_default();
    SupplierView {
        id: supplier.id,
        name: supplier.name.clone(),
        legal_name: names.map(|names| names.legal_name.to_string()),
        trading_names: trading.iter().map(ToString::to_string).collect(),
        summary: supplier.summary.clone(),
        website: supplier.website.clone(),
        identifiers: supplier.identifiers.iter().map(HeldView::from).collect(),
        size_class,
        sme: size_class.map(SizeClass::is_sme),
        size_declared_at: size_class.and(profile.size()).map(|(_, one)| one.declared_at),
        vcse: vcse.map(|(vcse, _)| vcse.is_vcse),
        vcse_declared_at: vcse.map(|(_, one)| one.declared_at),
        regions: reach.map(|reach| reach.regions.clone()).unwrap_or_default(),
        cpv: reach.map(|reach| reach.cpv.clone()).unwrap_or_default(),
        accreditations: accreditations
            .unwrap_or_default()
            .iter()
            .filter(good)
            .map(PublicAccreditation::from)
            .collect(),
        modern_slavery_url: profile
            .modern_slavery()
            .and_then(|(said, _)| said.url.as_ref().map(ToString::to_string)),
        policies: profile
            .policies()
            .map(|(said, _)| said.policies.iter().map(PublicPolicy::from).collect())
            .unwrap_or_default(),
    }
}

/// A supplier in the list of the directory, with its valid statements.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupplierSummary {
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    /// The name of the supplier.
    pub name: String,
    /// The legal name, then the trading names.
    pub other_names: Vec<String>,
    /// A few sentences about the supplier.
    pub summary: Option<String>,
    /// The web address of the supplier.
    pub website: Option<String>,
    /// The self-declared size class.
    pub size_class: Option<SizeClass>,
    /// Whether the supplier is a voluntary, community or social enterprise, self-declared.
    pub vcse: bool,
    /// The regions in which the supplier works.
    #[schema(value_type = Vec<String>)]
    pub regions: Vec<String>,
    /// The goods, works and services of the supplier.
    #[schema(value_type = Vec<String>)]
    pub cpv: Vec<String>,
    /// The kinds of the valid accreditations.
    #[schema(value_type = Vec<AccreditationKind>)]
    pub accreditations: Vec<String>,
}

/// A supplier of the list, with its declared codes.
pub fn summary(one: ListedSupplier, declared: &[DeclaredCode]) -> SupplierSummary {
    let of = |scheme: &str| -> Vec<String> {
        let own = declared.iter().filter(|code| code.supplier == one.id && code.scheme == scheme);
        own.map(|code| code.code.clone()).collect()
    };
    SupplierSummary {
        id: one.id,
        other_names: one.other_names.lines().map(str::to_owned).collect(),
        size_class: of("size").iter().find_map(|word| SizeClass::parse(word)),
        vcse: !of("vcse").is_empty(),
        regions: of("region"),
        cpv: of("cpv").into_iter().map(|code| format!("{code:0<8}")).collect(),
        accreditations: of("accreditation"),
        name: one.name,
        summary: one.summary,
        website: one.website,
    }
}

/// A capability for which administrators have assessed the supplier; without its evidence and findings.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldCapability {
    /// The code of the category.
    #[schema(example = "user-research")]
    pub code: String,
    /// The title of the category.
    #[schema(example = "User research")]
    pub title: String,
    /// The end of the validity.
    pub until: Instant,
}

impl From<Capability> for HeldCapability {
    fn from(held: Capability) -> Self {
        Self { code: held.code, title: held.title, until: held.until }
    }
}

/// A supplier in the directory: its own statements, and its assessed capabilities.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessedSupplier {
    #[serde(flatten)]
    pub supplier: SupplierView,
    /// The assessed capabilities that are valid today.
    pub capabilities: Vec<HeldCapability>,
}
