//! What others have attested or insured, and who is behind a supplier.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::business::{list, past};
use crate::{documents::Document, kernel::Date, prelude::*, words};

words!(
    /// Accreditations that public bodies ask for.
    AccreditationKind {
        CyberEssentials = "cyber_essentials", CyberEssentialsPlus = "cyber_essentials_plus",
        Iso9001 = "iso_9001", Iso14001 = "iso_14001", Iso27001 = "iso_27001",
        Iso45001 = "iso_45001", DataSecurityToolkit = "data_security_toolkit",
        LivingWage = "living_wage", DisabilityConfident = "disability_confident",
        Constructionline = "constructionline", Chas = "chas", SafeContractor = "safe_contractor",
        Fors = "fors", Other = "other",
    }
);

/// An accreditation. An expired one may stay in the profile and is shown as expired.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Accreditation {
    #[schema(example = "cyber_essentials")]
    pub kind: AccreditationKind,
    /// Which one, where the kind is `other`.
    #[deserr(default)]
    pub name: Option<Line<200>>,
    #[deserr(default)]
    pub number: Option<Line<100>>,
    #[schema(example = "IASME Consortium")]
    pub issuer: Line<200>,
    #[schema(example = "2026-02-01")]
    pub issued: Date,
    /// The last day on which it is good; none where it does not run out.
    #[deserr(default)]
    #[schema(example = "2027-01-31")]
    pub expires: Option<Date>,
    /// One of the supplier's own documents: the certificate.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub document_id: Option<Id<Document>>,
}

/// Its accreditations; at most fifty.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Accreditations {
    pub accreditations: Vec<Accreditation>,
}

words!(
    InsuranceKind {
        EmployersLiability = "employers_liability", PublicLiability = "public_liability",
        ProfessionalIndemnity = "professional_indemnity", ProductLiability = "product_liability",
        Cyber = "cyber", Other = "other",
    }
);

/// A present or former insurance.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Insurance {
    #[schema(example = "public_liability")]
    pub kind: InsuranceKind,
    /// The cover for one claim.
    pub cover: Money,
    #[schema(example = "Aviva")]
    pub insurer: Line<200>,
    /// The last day of cover.
    #[schema(example = "2027-03-31")]
    pub expires: Date,
    /// One of the supplier's own documents: the certificate.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub document_id: Option<Id<Document>>,
}

/// Its insurances; at most twenty.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Insurances {
    pub insurances: Vec<Insurance>,
}

words!(ConnectedKind { Individual = "individual", Organisation = "organisation" });

words!(
    /// How somebody is connected with a supplier (Procurement Act 2023, Sch. 6).
    Control {
        Director = "director", SharesOver25 = "shares_over_25", VotesOver25 = "votes_over_25",
        AppointsDirectors = "appoints_directors", SignificantInfluence = "significant_influence",
        ParentOrSubsidiary = "parent_or_subsidiary", Predecessor = "predecessor",
    }
);

/// Somebody who can be taken to act for or to direct a supplier. Personal data: for the supplier
/// and for those who read its opened bids, never public.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ConnectedPerson {
    #[schema(example = "individual")]
    pub kind: ConnectedKind,
    #[schema(example = "Oona Otter")]
    pub name: Line<200>,
    /// At least one.
    #[schema(example = json!(["director"]))]
    pub control: Vec<Control>,
    #[schema(example = "2019-04-01")]
    pub from: Date,
    #[deserr(default)]
    pub to: Option<Date>,
}

/// All present and former connected persons; at most a hundred.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ConnectedPersons {
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
