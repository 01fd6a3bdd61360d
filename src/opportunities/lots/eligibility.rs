//! The conditions on the suppliers of a lot: said in the notice, judged by rule (the room `bids`).
//! They are part of a draft and stay as published: a supplier knows them before it writes a bid.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    capabilities,
    kernel::Key,
    prelude::*,
    suppliers::{AccreditationKind, InsuranceKind},
    words,
};

words!(
    /// A class of suppliers that a lot below the threshold is reserved for (PPN 005, SI 2026/94).
    ReservedFor {
        /// Small and medium-sized enterprises.
        Sme = "sme",
        /// Voluntary, community and social enterprises.
        Vcse = "vcse",
    }
);

words!(
    /// The moment by which a supplier has to meet a condition.
    NeededBy {
        /// Without it no bid is submitted.
        Submission = "submission",
        /// Without it no bid is awarded.
        Award = "award",
    }
);

/// A required accreditation.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct WantedAccreditation {
    /// Any kind but `other`, which cannot be checked by rule.
    #[schema(example = "cyber_essentials")]
    pub kind: AccreditationKind,
    /// The moment by which it is needed.
    #[schema(example = "submission")]
    pub by: NeededBy,
    /// Whether every partner in a joint bid needs it; otherwise one partner is enough.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub of_each: bool,
}

/// A required insurance of the supplier or one of its partners. It is needed by the award: the law
/// forbids to ask for it earlier (Procurement Act 2023, s.22(3)(b)).
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct WantedInsurance {
    /// Any kind but `other`, which cannot be checked by rule.
    #[schema(example = "public_liability")]
    pub kind: InsuranceKind,
    /// The minimum cover for one claim.
    pub at_least: Money,
}

/// A required capability, held by the supplier or one of its partners.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct WantedCapability {
    /// The code of an open category (see `list_capability_categories`).
    #[schema(example = "drainage")]
    pub code: Key,
    /// The moment by which it is needed.
    #[schema(example = "award")]
    pub by: NeededBy,
}

/// The conditions on suppliers besides those of every lot: that a supplier is verified and not
/// suspended, and that no ground excludes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Eligibility {
    /// The classes of suppliers, and of each partner, that may bid; empty for all.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false, example = json!(["sme", "vcse"]))]
    pub reserved_for: Vec<ReservedFor>,
    /// The required accreditations, at most twenty, each kind once.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub accreditations: Vec<WantedAccreditation>,
    /// The required insurances, at most ten, each kind once.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub insurances: Vec<WantedInsurance>,
    /// The required capabilities, at most ten, each once; partners in a joint bid meet them together.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub capabilities: Vec<WantedCapability>,
}

impl Eligibility {
    /// Everything that cannot be asked, with its place.
    pub fn faults(&self, at: &str) -> Faults {
        const OTHER: &str = "cannot be checked by rule: ask for it in a question";
        let mut faults = Faults::new();
        once(&mut faults, &format!("{at}/reserved_for"), &self.reserved_for, 2);
        let kinds: Vec<_> = self.accreditations.iter().map(|one| one.kind).collect();
        once(&mut faults, &format!("{at}/accreditations"), &kinds, 20);
        for (n, kind) in kinds.iter().enumerate() {
            if *kind == AccreditationKind::Other {
                faults.add(format!("{at}/accreditations/{n}/kind"), "other", OTHER);
            }
        }
        let codes: Vec<_> = self.capabilities.iter().map(|one| &one.code).collect();
        once(&mut faults, &format!("{at}/capabilities"), &codes, 10);
        let kinds: Vec<_> = self.insurances.iter().map(|one| one.kind).collect();
        once(&mut faults, &format!("{at}/insurances"), &kinds, 10);
        for (n, wanted) in self.insurances.iter().enumerate() {
            if wanted.kind == InsuranceKind::Other {
                faults.add(format!("{at}/insurances/{n}/kind"), "other", OTHER);
            }
            if wanted.at_least.minor() == 0 {
                let why = "give an amount above 0";
                faults.add(format!("{at}/insurances/{n}/at_least/amount"), "range", why);
            }
        }
        faults
    }
}

/// A lot asks for capabilities of open categories only: suppliers can be assessed for those.
pub fn open_categories_only<'a>(
    db: &mut Db,
    lots: impl Iterator<Item = Option<&'a Eligibility>>,
    faults: &mut Faults,
) -> Result<(), Fault> {
    let asked = lots.enumerate().flat_map(|(n, lot)| {
        let all = lot.into_iter().flat_map(|lot| lot.capabilities.iter().enumerate());
        all.map(move |(m, one)| (format!("/lots/{n}/eligibility/capabilities/{m}/code"), &one.code))
    });
    let asked: Vec<(String, &Key)> = asked.collect();
    let codes: Vec<&str> = asked.iter().map(|(_, code)| code.as_str()).collect();
    let open = capabilities::open_categories(db, &codes)?;
    for (at, code) in asked {
        if !open.iter().any(|one| one == code.as_str()) {
            faults.add(at, "unknown-key", format!("{code} is no open capability category"));
        }
    }
    Ok(())
}

fn once<T: PartialEq>(faults: &mut Faults, at: &str, items: &[T], most: usize) {
    for (n, one) in items.iter().enumerate() {
        if items.iter().take(n).any(|other| other == one) {
            faults.add(format!("{at}/{n}"), "duplicate", "appears twice");
        }
    }
    if items.len() > most {
        faults.add(at, "too-many", format!("give at most {most}"));
    }
}
