//! From marks and prices to a ranking. Pure, exact, and the same each time it is computed.
//!
//! - A criterion's share is `mark / scale_max * weight`, rounded half up to two decimals; the total
//!   is the sum of the shares, so it can never pass 100.00.
//! - A price earns `lowest price / price * scale_max`, rounded half up to two decimals. The lowest
//!   price is the lowest among the bids that fail no minimum and no pass-or-fail criterion (among
//!   all bids when every one fails). No price earns more than the scale: a bid at the lowest price
//!   or below gets all of it, which also says what a price of zero earns.
//! - A mark below its criterion's minimum, or a fail, fails the bid: it keeps its total, stands
//!   after all others and cannot be awarded.
//! - Equal totals are equal ranks.

use std::{cmp::Reverse, collections::BTreeMap};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    bids::Bid,
    kernel::{Key, Points},
    opportunities::{Criterion, CriterionKind, Lot},
    prelude::*,
};

/// A bid to rank: its price and its consensus marks.
#[derive(Debug, Clone)]
pub struct Entry {
    pub bid: Id<Bid>,
    pub organisation: Id<Organisation>,
    pub price: Option<Money>,
    pub marks: BTreeMap<Key, Points>,
}

/// The ranking of a lot. A decision is bound to the hash of its JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    pub lot: Id<Lot>,
    /// Best first.
    pub bids: Vec<Ranked>,
}

/// How one bid did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    pub bid: Id<Bid>,
    pub organisation: Id<Organisation>,
    pub rank: usize,
    pub tied: bool,
    pub total: Points,
    pub failed: bool,
    /// Why it failed, in words for its supplier.
    pub reason: Option<String>,
    pub price: Option<Money>,
    pub criteria: Vec<Share>,
}

/// The share of one criterion in the total of a bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub key: Key,
    pub mark: Points,
    /// None for pass or fail.
    pub weighted: Option<Points>,
    pub failed: bool,
}

impl Ranking {
    /// The text that is stored and hashed: members in the order of their names.
    pub fn canonical(&self) -> serde_json::Result<String> {
        serde_json::to_value(self).map(|value| value.to_string())
    }

    pub fn find(&self, bid: Id<Bid>) -> Option<&Ranked> {
        self.bids.iter().find(|ranked| ranked.bid == bid)
    }

    /// Those that may be awarded, best first.
    pub fn awardable(&self) -> impl Iterator<Item = &Ranked> {
        self.bids.iter().filter(|ranked| !ranked.failed)
    }
}

/// A ranking as it stood when the consensus was locked, with its hash.
#[derive(Debug, Clone)]
pub struct LockedRanking {
    pub ranking: Ranking,
    pub sha256: String,
}

/// A ranking with the lot and the bids that it ranks.
#[derive(Debug, Clone)]
pub struct RankedLot {
    pub lot: Lot,
    pub bids: Vec<Bid>,
    pub locked: LockedRanking,
}

/// SHA-256 in hex.
pub fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// Ranks the bids of a lot, in whatever order they come.
pub fn rank(lot: Id<Lot>, criteria: &[Criterion], entries: &[Entry]) -> Ranking {
    let lowest = lowest_price(criteria, entries);
    let mut bids: Vec<Ranked> =
        entries.iter().map(|entry| assess(criteria, entry, lowest)).collect();
    bids.sort_by_key(|ranked| (standing(ranked), ranked.bid));
    let all: Vec<_> = bids.iter().map(standing).collect();
    for ranked in &mut bids {
        let own = standing(ranked);
        ranked.rank = 1 + all.iter().filter(|other| **other < own).count();
        ranked.tied = all.iter().filter(|other| **other == own).count() > 1;
    }
    Ranking { lot, bids }
}

/// Smaller is better.
fn standing(ranked: &Ranked) -> (bool, Reverse<Points>) {
    (ranked.failed, Reverse(ranked.total))
}

fn assess(criteria: &[Criterion], entry: &Entry, lowest: Option<i64>) -> Ranked {
    let mut shares = Vec::new();
    let mut reasons = Vec::new();
    for criterion in criteria {
        let mark = match criterion.kind {
            CriterionKind::Price => price_mark(criterion.top(), entry.price, lowest),
            CriterionKind::Quality | CriterionKind::SocialValue | CriterionKind::PassFail => {
                agreed(criterion, entry)
            }
        };
        let failure = failure(criterion, mark, entry);
        let weighted = criterion.weight.map(|weight| share(mark, criterion.top(), weight));
        let failed = failure.is_some();
        reasons.extend(failure);
        shares.push(Share { key: criterion.key.clone(), mark, weighted, failed });
    }
    Ranked {
        bid: entry.bid,
        organisation: entry.organisation,
        rank: 0,
        tied: false,
        total: shares.iter().filter_map(|share| share.weighted).sum(),
        failed: !reasons.is_empty(),
        reason: (!reasons.is_empty()).then(|| reasons.join("; ")),
        price: entry.price,
        criteria: shares,
    }
}

/// The consensus mark, at most the highest of the scale.
fn agreed(criterion: &Criterion, entry: &Entry) -> Points {
    entry.marks.get(&criterion.key).copied().unwrap_or(Points::ZERO).min(criterion.top())
}

/// Why this mark fails the bid, if it does.
fn failure(criterion: &Criterion, mark: Points, entry: &Entry) -> Option<String> {
    let name = &criterion.name;
    match (criterion.kind, criterion.minimum) {
        (CriterionKind::PassFail, _) => {
            (mark < criterion.top()).then(|| format!("{name}: not passed"))
        }
        (CriterionKind::Price, _) if entry.price.is_none() => {
            Some(format!("{name}: the bid gives no price"))
        }
        (_, Some(minimum)) if mark < minimum => {
            Some(format!("{name}: {mark} is below the minimum of {minimum}"))
        }
        (_, _) => None,
    }
}

/// The lowest price among the bids that pass all marked criteria; among all when none passes.
fn lowest_price(criteria: &[Criterion], entries: &[Entry]) -> Option<i64> {
    let by_people = |c: &&Criterion| c.kind != CriterionKind::Price;
    let passes = |entry: &&Entry| {
        criteria.iter().filter(by_people).all(|c| failure(c, agreed(c, entry), entry).is_none())
    };
    let minor = |entry: &Entry| entry.price.map(Money::minor);
    let among_passing = entries.iter().filter(passes).filter_map(minor).min();
    among_passing.or_else(|| entries.iter().filter_map(minor).min())
}

fn price_mark(top: Points, price: Option<Money>, lowest: Option<i64>) -> Points {
    match (price.map(Money::minor), lowest) {
        (Some(price), Some(lowest)) if price <= lowest => top,
        // Above the lowest, which is not negative: so not zero.
        (Some(price), Some(lowest)) => ratio(Decimal::from(lowest) * top.decimal(), price.into()),
        (_, _) => Points::ZERO,
    }
}

fn share(mark: Points, top: Points, weight: Points) -> Points {
    ratio(mark.decimal() * weight.decimal(), top.decimal())
}

/// Half up to two decimals; nothing when there is nothing to divide by.
fn ratio(above: Decimal, below: Decimal) -> Points {
    above.checked_div(below).and_then(Points::round).unwrap_or(Points::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Currency, Line};
    use proptest::prelude::*;

    fn criterion(
        key: &str,
        kind: CriterionKind,
        weight: Option<&str>,
        minimum: Option<&str>,
    ) -> Criterion {
        let points = |text: &str| Points::parse(text).unwrap();
        Criterion {
            key: Key::parse(key).unwrap(),
            name: Line::parse(key).unwrap(),
            kind,
            weight: weight.map(points),
            scale_max: (kind != CriterionKind::PassFail).then(|| points("10")),
            minimum: minimum.map(points),
            question_keys: Vec::new(),
            guidance: None,
        }
    }

    fn criteria() -> Vec<Criterion> {
        vec![
            criterion("quality", CriterionKind::Quality, Some("70"), Some("4")),
            criterion("price", CriterionKind::Price, Some("30"), None),
            criterion("cover", CriterionKind::PassFail, None, None),
        ]
    }

    fn entry(quality: i64, pence: i64, passes: bool) -> Entry {
        let cover = if passes { 100 } else { 0 };
        let marks = [("quality", quality), ("cover", cover)];
        let marks =
            marks.map(|(k, m)| (Key::parse(k).unwrap(), Points::from_hundredths(m).unwrap()));
        Entry {
            bid: Id::new(),
            organisation: Id::new(),
            price: Money::from_minor(pence, Currency::GBP),
            marks: marks.into(),
        }
    }

    fn totals(entries: &[Entry]) -> Vec<(usize, String, bool)> {
        let ranking = rank(Id::new(), &criteria(), entries);
        entries
            .iter()
            .map(|e| ranking.find(e.bid).unwrap())
            .map(|r| (r.rank, r.total.to_string(), r.failed))
            .collect()
    }

    #[test]
    fn a_ranking_by_hand() {
        let entries =
            [entry(800, 30_000, true), entry(900, 45_000, true), entry(950, 20_000, false)];
        // 8/10*70 + 30; 9/10*70 + (30000/45000*10 = 6.67)/10*30; the failed bid's price sets nothing.
        let wanted = [(1, "86.00", false), (2, "83.01", false), (3, "96.50", true)];
        assert_eq!(totals(&entries), wanted.map(|(r, t, f)| (r, t.to_owned(), f)));
    }

    #[test]
    fn below_a_minimum_stands_last_and_equal_totals_are_tied() {
        let entries =
            [entry(399, 10_000, true), entry(500, 20_000, true), entry(500, 20_000, true)];
        let ranking = rank(Id::new(), &criteria(), &entries);
        let last = ranking.find(entries[0].bid).unwrap();
        assert!(
            last.failed
                && last.rank == 3
                && last.reason.as_ref().unwrap().contains("below the minimum of 4.00")
        );
        assert!(ranking.awardable().all(|r| r.tied && r.rank == 1));
    }

    #[test]
    fn a_price_of_nothing_divides_nothing() {
        let wanted = [(1, "100.00", false), (2, "70.00", false)];
        let found = totals(&[entry(1_000, 0, true), entry(1_000, 500, true)]);
        assert_eq!(found, wanted.map(|(r, t, f)| (r, t.to_owned(), f)));
    }

    proptest! {
        #[test]
        fn totals_stay_within_a_hundred_in_whatever_order(
            bids in proptest::collection::vec((0i64..=1_000, 0i64..=10_000_000, any::<bool>()), 1..12)
        ) {
            let entries: Vec<Entry> = bids.iter().map(|(q, p, c)| entry(*q, *p, *c)).collect();
            let mut turned = entries.clone();
            turned.reverse();
            let lot = Id::new();
            let one = rank(lot, &criteria(), &entries);
            prop_assert_eq!(&one, &rank(lot, &criteria(), &turned));
            prop_assert!(one.bids.iter().all(|r| r.total <= Points::HUNDRED));
            let read: Ranking = serde_json::from_str(&one.canonical().unwrap()).unwrap();
            prop_assert_eq!(one, read);
        }

        #[test]
        fn a_lower_price_never_lowers_the_own_total(quality in 400i64..=1_000, price in 1i64..=1_000_000, less in 0i64..=1_000_000) {
            let rival = entry(500, 400_000, true);
            let dear = entry(quality, price.max(less), true);
            let cheap = Entry { price: Money::from_minor(price.min(less), Currency::GBP), ..dear.clone() };
            let total = |own: &Entry| {
                let ranking = rank(Id::new(), &criteria(), &[own.clone(), rival.clone()]);
                ranking.find(own.bid).unwrap().total
            };
            prop_assert!(total(&cheap) >= total(&dear));
        }
    }
}
