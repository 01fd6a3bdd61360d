//! The sections of a profile on accreditations, insurances and connected persons.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::business::{list, past};
use crate::{documents::Document, kernel::Date, prelude::*, words};

words!(
    /// Accreditations that public bodies ask for.
    AccreditationKind {
        /// Cyber Essentials.
        CyberEssentials = "cyber_essentials",
        /// Cyber Essentials Plus.
        CyberEssentialsPlus = "cyber_essentials_plus",
        /// ISO 9001, quality management.
        Iso9001 = "iso_9001",
        /// ISO 14001, environmental management.
        Iso14001 = "iso_14001",
        /// ISO 27001, information security.
        Iso27001 = "iso_27001",
        /// ISO 45001, occupational health and safety.
        Iso45001 = "iso_45001",
        /// The Data Security and Protection Toolkit of the NHS.
        DataSecurityToolkit = "data_security_toolkit",
        /// Living Wage employer.
        LivingWage = "living_wage",
        /// Disability Confident employer.
        DisabilityConfident = "disability_confident",
        /// Constructionline.
        Constructionline = "constructionline",
        /// CHAS, the Contractors Health and Safety Assessment Scheme.
        Chas = "chas",
        /// Safe Contractor.
        SafeContractor = "safe_contractor",
        /// FORS, the Fleet Operator Recognition Scheme.
        Fors = "fors",
        /// Another accreditation, which `name` names.
        Other = "other",
    }
);

/// An accreditation. An expired one may stay in the profile and is shown as expired.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Accreditation {
    /// The kind of the accreditation.
    #[schema(example = "cyber_essentials")]
    pub kind: AccreditationKind,
    /// The name of the accreditation; required for the kind `other`.
    #[deserr(default)]
    pub name: Option<Line<200>>,
    /// The number of the certificate.
    #[deserr(default)]
    #[schema(example = "CE-2026-0042")]
    pub number: Option<Line<100>>,
    /// The issuer of the certificate.
    #[schema(example = "IASME Consortium")]
    pub issuer: Line<200>,
    /// The day of issue.
    #[schema(example = "2026-02-01")]
    pub issued: Date,
    /// The last day of validity; absent for an accreditation without an end.
    #[deserr(default)]
    #[schema(example = "2027-01-31")]
    pub expires: Option<Date>,
    /// A document of the supplier: the certificate.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub document_id: Option<Id<Document>>,
}

/// The accreditations of the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Accreditations {
    /// The accreditations, at most fifty.
    pub accreditations: Vec<Accreditation>,
}

words!(
    /// The kind of an insurance.
    InsuranceKind {
        /// Employers' liability.
        EmployersLiability = "employers_liability",
        /// Public liability.
        PublicLiability = "public_liability",
        /// Professional indemnity.
        ProfessionalIndemnity = "professional_indemnity",
        /// Product liability.
        ProductLiability = "product_liability",
        /// Cyber risks.
        Cyber = "cyber",
        /// Another insurance.
        Other = "other",
    }
);

/// A present or former insurance.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Insurance {
    /// The kind of the insurance.
    #[schema(example = "public_liability")]
    pub kind: InsuranceKind,
    /// The cover for one claim.
    pub cover: Money,
    /// The insurer.
    #[schema(example = "Aviva")]
    pub insurer: Line<200>,
    /// The last day of cover.
    #[schema(example = "2027-03-31")]
    pub expires: Date,
    /// A document of the supplier: the certificate.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub document_id: Option<Id<Document>>,
}

/// The insurances of the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Insurances {
    /// The insurances, at most twenty.
    pub insurances: Vec<Insurance>,
}

words!(
    /// The kind of a connected person.
    ConnectedKind {
        /// A natural person.
        Individual = "individual",
        /// A legal person.
        Organisation = "organisation",
    }
);

words!(
    /// The connection of a person with a supplier (Procurement Act 2023, Sch. 6).
    Control {
        /// A director or equivalent.
        Director = "director",
        /// A holder of more than a quarter of the shares.
        SharesOver25 = "shares_over_25",
        /// A holder of more than a quarter of the votes.
        VotesOver25 = "votes_over_25",
        /// A person with the right to appoint or remove most directors.
        AppointsDirectors = "appoints_directors",
        /// A person with significant influence or control.
        SignificantInfluence = "significant_influence",
        /// A parent or subsidiary undertaking.
        ParentOrSubsidiary = "parent_or_subsidiary",
        /// A predecessor company.
        Predecessor = "predecessor",
    }
);

/// A connected person of a supplier. Personal data: shown to the supplier and to readers of its opened
/// bids, never public.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ConnectedPerson {
    /// A natural or a legal person.
    #[schema(example = "individual")]
    pub kind: ConnectedKind,
    /// The name of the person.
    #[schema(example = "Oona Otter")]
    pub name: Line<200>,
    /// The connections of the person with the supplier, at least one.
    #[schema(example = json!(["director"]))]
    pub control: Vec<Control>,
    /// The first day of the connection.
    #[schema(example = "2019-04-01")]
    pub from: Date,
    /// The last day of the connection; absent while it lasts.
    #[deserr(default)]
    #[schema(example = "2026-03-31")]
    pub to: Option<Date>,
}

/// The present and former connected persons of the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ConnectedPersons {
    /// The connected persons, at most a hundred.
    pub persons: Vec<ConnectedPerson>,
}

impl Accreditations {
    pub fn faults(&self, at: &str, today: Date) -> Faults {
        let mut faults = Faults::new();
        list(&mut faults, format!("{at}/accreditations"), &self.accreditations, 50);
        for (n, one) in self.accreditations.iter().enumerate() {
            let place = format!("{at}/accreditations/{n}");
            if (one.kind == AccreditationKind::Other) != one.name.is_some() {
                let why = "name it where the kind is other, and only there";
                faults.add(format!("{place}/name"), "name", why);
            }
            past(&mut faults, format!("{place}/issued"), one.issued, today);
            if one.expires.is_some_and(|expires| expires < one.issued) {
                faults.add(format!("{place}/expires"), "order", "is before it was issued");
            }
        }
        faults
    }
}

impl Insurances {
    pub fn faults(&self, at: &str) -> Faults {
        let mut faults = Faults::new();
        list(&mut faults, format!("{at}/insurances"), &self.insurances, 20);
        faults
    }
}

impl ConnectedPersons {
    pub fn faults(&self, at: &str, today: Date) -> Faults {
        let mut faults = Faults::new();
        list(&mut faults, format!("{at}/persons"), &self.persons, 100);
        for (n, one) in self.persons.iter().enumerate() {
            let place = format!("{at}/persons/{n}");
            if one.control.is_empty() {
                let why = "say how they are connected";
                faults.add(format!("{place}/control"), "empty", why);
            }
            list(&mut faults, format!("{place}/control"), &one.control, 7);
            past(&mut faults, format!("{place}/from"), one.from, today);
            if one.to.is_some_and(|to| to < one.from) {
                faults.add(format!("{place}/to"), "order", "is before it began");
            }
        }
        faults
    }
}
