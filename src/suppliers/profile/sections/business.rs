//! The sections of a profile about the business of a supplier.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sizes::{self, SizeClass};
use crate::{
    documents::Document,
    kernel::{Cpv, Currency, Date, Region},
    organisations::website,
    prelude::*,
    words,
};

/// The names of the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Names {
    /// The legal name.
    #[schema(example = "Otter Sensors Limited")]
    pub legal_name: Line<200>,
    /// The trading names, at most ten.
    #[deserr(default)]
    #[schema(required = false, example = json!(["Otter"]))]
    pub trading_names: Vec<Line<200>>,
}

/// Figures of the last financial year, which decide the size class.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Size {
    /// The staff in full-time equivalents, including linked enterprises.
    #[schema(example = 34)]
    pub staff: u32,
    /// The turnover in pounds.
    pub turnover: Money,
    /// The total of the balance sheet, in pounds.
    pub balance_sheet: Money,
    /// The last day of the financial year.
    #[schema(example = "2026-03-31")]
    pub financial_year_end: Date,
}

words!(
    /// The kind of a voluntary, community or social enterprise (VCSE).
    VcseBasis {
        /// A registered charity.
        Charity = "charity",
        /// A community interest company.
        CommunityInterestCompany = "community_interest_company",
        /// A cooperative.
        Cooperative = "cooperative",
        /// A community benefit society.
        CommunityBenefitSociety = "community_benefit_society",
        /// A business with a social purpose that has another legal form.
        SocialEnterprise = "social_enterprise",
        /// A voluntary or community group.
        VoluntaryGroup = "voluntary_group",
    }
);

/// Whether the supplier is a voluntary, community or social enterprise (VCSE).
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Vcse {
    /// Whether the supplier is a VCSE.
    #[schema(example = true)]
    pub is_vcse: bool,
    /// The kind of VCSE; required where the supplier is one.
    #[deserr(default)]
    #[schema(example = "social_enterprise")]
    pub basis: Option<VcseBasis>,
}

/// The regions and goods or services of the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Reach {
    /// The regions in which the supplier works, at most fifty.
    #[schema(example = json!(["UKI", "UKJ"]))]
    pub regions: Vec<Region>,
    /// The goods, works and services of the supplier, at most fifty.
    #[schema(example = json!(["48000000"]))]
    pub cpv: Vec<Cpv>,
}

/// The statement of the supplier on slavery and human trafficking (Modern Slavery Act 2015, s.54).
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ModernSlavery {
    /// The year of the statement.
    #[schema(example = 2026)]
    pub year: u16,
    /// The address of the statement; or give its text.
    #[deserr(default)]
    #[schema(example = "https://otter.example/modern-slavery")]
    pub url: Option<Line<200>>,
    /// The text of the statement.
    #[deserr(default)]
    #[schema(example = "We check our supply chains every year.")]
    pub text: Option<Text<20_000>>,
}

/// A policy: by its address, as a document, or both.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Policy {
    /// The title of the policy.
    #[schema(example = "Health and safety")]
    pub title: Line<200>,
    /// The address of the policy, which begins with https://. Required without a document.
    #[deserr(default)]
    #[schema(example = "https://otter.example/health-and-safety.pdf")]
    pub url: Option<Line<200>>,
    /// A document of the supplier: the policy.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub document_id: Option<Id<Document>>,
    /// The day of its adoption or last change.
    #[schema(example = "2026-01-15")]
    pub date: Date,
}

/// The policies of the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Policies {
    /// The policies of the supplier, at most thirty.
    pub policies: Vec<Policy>,
}

/// Adds a fault where a list is too long or has an item twice.
pub fn list<T: PartialEq>(faults: &mut Faults, at: String, items: &[T], most: usize) {
    for (n, one) in items.iter().enumerate() {
        if items.iter().take(n).any(|other| other == one) {
            faults.add(format!("{at}/{n}"), "duplicate", "appears twice");
        }
    }
    if items.len() > most {
        faults.add(at, "too-many", format!("give at most {most}"));
    }
}

/// Adds a fault where a day that must be past is in the future.
pub fn past(faults: &mut Faults, at: String, day: Date, today: Date) {
    if day > today {
        faults.add(at, "in-future", "is still to come");
    }
}

impl Names {
    pub fn faults(&self, at: &str) -> Faults {
        let mut faults = Faults::new();
        list(&mut faults, format!("{at}/trading_names"), &self.trading_names, 10);
        faults
    }

    pub fn all(&self) -> impl Iterator<Item = (String, &str)> {
        let trading = self.trading_names.iter().enumerate();
        let trading = trading.map(|(n, name)| (format!("/trading_names/{n}"), name.as_str()));
        std::iter::once(("/legal_name".to_owned(), self.legal_name.as_str())).chain(trading)
    }
}

impl Size {
    pub fn faults(&self, at: &str, today: Date) -> Faults {
        let mut faults = Faults::new();
        for (field, money) in [("turnover", self.turnover), ("balance_sheet", self.balance_sheet)] {
            if money.currency() != Currency::GBP {
                let why = "give it in pounds (GBP): the law's bounds are";
                faults.add(format!("{at}/{field}/currency"), "currency", why);
            }
        }
        past(&mut faults, format!("{at}/financial_year_end"), self.financial_year_end, today);
        faults
    }

    pub fn class(&self, on: Date) -> SizeClass {
        sizes::class(self.staff, self.turnover, self.balance_sheet, on)
    }

    /// From this turnover on a statement on modern slavery is a duty (SI 2015/1833).
    pub fn owes_a_statement(&self) -> bool {
        self.turnover.minor() >= 3_600_000_000
    }
}

impl Vcse {
    pub fn faults(&self, at: &str) -> Faults {
        let mut faults = Faults::new();
        if self.is_vcse != self.basis.is_some() {
            let why = "say what makes it one, where it is one and only there";
            faults.add(format!("{at}/basis"), "basis", why);
        }
        faults
    }
}

impl Reach {
    pub fn faults(&self, at: &str) -> Faults {
        let mut faults = Faults::new();
        list(&mut faults, format!("{at}/regions"), &self.regions, 50);
        list(&mut faults, format!("{at}/cpv"), &self.cpv, 50);
        faults
    }
}

impl ModernSlavery {
    pub fn faults(&self, at: &str, today: Date) -> Faults {
        let mut faults = Faults::new();
        if self.url.is_none() && self.text.is_none() {
            faults.add(format!("{at}/url"), "missing", "give its address or its text");
        }
        if let Some(url) = &self.url {
            faults.keep(format!("{at}/url"), "url", website(url));
        }
        let this = u16::try_from(today.year()).unwrap_or(u16::MAX);
        if !(2015..=this).contains(&self.year) {
            faults.add(format!("{at}/year"), "year", "give a year from 2015 until now");
        }
        faults
    }
}

impl Policy {
    fn where_to_read(&self, place: &str) -> Faults {
        let mut faults = Faults::new();
        match &self.url {
            Some(url) => {
                faults.keep(format!("{place}/url"), "url", website(url));
                if !url.as_str().starts_with("https://") {
                    faults.add(format!("{place}/url"), "url", "begin with https://");
                }
            }
            None if self.document_id.is_none() => {
                faults.add(format!("{place}/url"), "missing", "give its address or a document");
            }
            None => {}
        }
        faults
    }
}

impl Policies {
    pub fn faults(&self, at: &str, today: Date) -> Faults {
        let mut faults = Faults::new();
        list(&mut faults, format!("{at}/policies"), &self.policies, 30);
        for (n, policy) in self.policies.iter().enumerate() {
            let place = format!("{at}/policies/{n}");
            faults.append(policy.where_to_read(&place));
            past(&mut faults, format!("{place}/date"), policy.date, today);
        }
        faults
    }
}
