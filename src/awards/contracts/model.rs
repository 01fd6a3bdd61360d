//! Contracts as values.

use serde::{Deserialize, Serialize};

use crate::{
    bids::Bid,
    evaluation::Assessor,
    kernel::{Currency, Date, FieldFault},
    opportunities::{Lot, LotState},
    prelude::*,
};

/// A contract with the suppliers of a bid that was awarded.
#[derive(Debug, Clone)]
pub struct Contract {
    pub id: Id<Contract>,
    pub lot: Id<Lot>,
    pub bid: Id<Bid>,
    /// The public body that buys.
    pub buyer: Id<Organisation>,
    pub title: String,
    /// Without and with value added tax.
    pub net: Money,
    pub gross: Money,
    pub signed_on: Date,
    pub starts_on: Date,
    pub ends_on: Date,
    pub recorded_by: Id<User>,
    pub recorded_at: Instant,
    pub details_published_at: Option<Instant>,
    pub version: i64,
    /// The lead first, then its partners.
    pub suppliers: Vec<Party>,
}

/// A supplier of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub organisation: Id<Organisation>,
    pub name: String,
    /// Its identifier at Find a Tender (GB-PPON).
    pub ppon: Option<String>,
}

impl Contract {
    /// Whether the law wants its details published: from 30,000 pounds with value added tax, for
    /// public bodies that are not central government (Procurement Act 2023, ss.84 and 87; RULES 6).
    pub fn is_notifiable(&self) -> bool {
        const FROM: i64 = 3_000_000;
        self.gross.currency() != Currency::GBP || self.gross.minor() >= FROM
    }

    /// The suppliers without which nothing can be published (regulations of 1 April 2026;
    /// RULES 18): those that Find a Tender does not know.
    pub fn unknown(&self) -> Vec<Party> {
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

/// What is recorded.
#[derive(Debug, Clone)]
pub struct Signed {
    pub bid: Id<Bid>,
    pub title: Line<200>,
    pub net: Money,
    pub gross: Money,
    pub on: Date,
    pub starts_on: Date,
    pub ends_on: Date,
}

impl Signed {
    /// Everything that is wrong with it, for a lot that was decided at an instant.
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
        if Date::of(now).is_none_or(|today| self.on > today) {
            faults.add("/signed_on", "future", "must not be in the future");
        } else if decided.and_then(Date::of).is_some_and(|day| self.on < day) {
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
