//! Contracts as values.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bids::Bid,
    evaluation::Assessor,
    kernel::{Currency, Date, FieldFault},
    opportunities::{Lot, LotState},
    prelude::*,
};

/// A contract with the suppliers of an awarded bid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Contract {
    /// The id of the contract.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Contract>,
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The id of the awarded bid.
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    /// The id of the public body that buys.
    #[schema(value_type = String, format = "uuid")]
    pub buyer_id: Id<Organisation>,
    /// The suppliers: the lead of the bid first, then its partners.
    pub suppliers: Vec<Party>,
    /// The title of the contract.
    pub title: String,
    /// The value without value added tax.
    pub net: Money,
    /// The value with value added tax.
    pub gross: Money,
    /// The day of the signature.
    pub signed_on: Date,
    /// The first day of the contract.
    pub starts_on: Date,
    /// The last day of the contract.
    pub ends_on: Date,
    /// Whether the law requires the publication of the details.
    pub notifiable: bool,
    #[serde(skip)]
    pub recorded_by: Id<User>,
    /// The instant when the contract was recorded.
    pub recorded_at: Instant,
    /// The instant from which everybody may read the contract.
    pub details_published_at: Option<Instant>,
    /// The version of the contract.
    pub version: i64,
}

/// A supplier of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PartyView)]
pub struct Party {
    /// The id of the supplier.
    #[serde(alias = "organisation")]
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the supplier.
    pub name: String,
    /// The Public Procurement Organisation Number of the supplier (GB-PPON); once the details are
    /// published, the number at that instant.
    #[schema(example = "PMZV-7732-XXTT")]
    pub ppon: Option<String>,
}

/// The contracts of a lot.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractsOfLot {
    /// The contracts that the caller may read.
    pub items: Vec<Contract>,
}

/// Whether the law requires the publication of the details of a contract of this value: from 30,000
/// pounds with value added tax, for public bodies that are not central government (Procurement Act
/// 2023, ss.84 and 87; RULES 6).
pub fn is_notifiable(gross: Money) -> bool {
    const FROM: i64 = 3_000_000;
    gross.currency() != Currency::GBP || gross.minor() >= FROM
}

impl Contract {
    /// The suppliers without a PPON: while there are any, the details cannot be published
    /// (regulations of 1 April 2026; RULES 18).
    pub fn without_ppon(&self) -> Vec<Party> {
        self.suppliers.iter().filter(|one| one.ppon.is_none()).cloned().collect()
    }
}

/// A contract with its caller: the subject of rules about contracts.
#[derive(Debug, Clone)]
pub struct ContractForReader {
    pub contract: Contract,
    /// The caller before the bidders of the contract's lot.
    pub assessor: Assessor,
}

/// A signed contract.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[schema(as = NewContract)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Signed {
    /// The id of an awarded bid.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub bid_id: Id<Bid>,
    /// The title of the contract.
    #[schema(example = "Drain sensors, 2026 to 2028")]
    pub title: Line<200>,
    /// The value without value added tax.
    pub net: Money,
    /// The value with value added tax.
    pub gross: Money,
    /// The day of the signature.
    pub signed_on: Date,
    /// The first day of the contract.
    pub starts_on: Date,
    /// The last day of the contract.
    pub ends_on: Date,
}

impl Signed {
    /// All faults of the terms, for a lot that was decided at an instant.
    pub fn faults(&self, decided: Option<Instant>, now: Instant) -> Faults {
        let mut faults = Faults::new();
        if self.net.currency() != self.gross.currency() {
            faults.add("/gross/currency", "currency", "must have the currency of net");
        } else if self.gross.minor() < self.net.minor() {
            faults.add(
                "/gross/amount",
                "range",
                "must not be less than net, because it includes value added tax",
            );
        }
        if Date::of(now).is_none_or(|today| self.signed_on > today) {
            faults.add("/signed_on", "future", "must not be in the future");
        } else if decided.and_then(Date::of).is_some_and(|day| self.signed_on < day) {
            faults.add("/signed_on", "early", "must not be before the day of the decision");
        }
        if self.ends_on < self.starts_on {
            faults.add("/ends_on", "order", "must not be before starts_on");
        }
        faults
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotContract {
    #[error("a lot that is {0} has no contracts")]
    NotDecided(LotState),
    #[error("there is a contract for this bid already")]
    Recorded,
    #[error("the details of this contract have been published")]
    Published,
    #[error(
        "a supplier of this contract has no PPON, see errors: the details can be published once every supplier has one"
    )]
    NoPpon(Vec<Party>),
}

impl Refuse for CannotContract {
    fn kind(&self) -> Kind {
        match self {
            Self::Recorded => kinds::TAKEN,
            Self::NotDecided(_) | Self::Published => kinds::WRONG_STATE,
            Self::NoPpon(_) => kinds::PPON_MISSING,
        }
    }

    fn errors(&self) -> Vec<FieldFault> {
        let Self::NoPpon(all) = self else { return Vec::new() };
        let error = |(n, of): (usize, &Party)| FieldFault {
            pointer: format!("/suppliers/{n}"),
            code: "ppon-missing",
            detail: format!("{} has no identifier of scheme GB-PPON in its profile", of.name),
        };
        all.iter().enumerate().map(error).collect()
    }
}
