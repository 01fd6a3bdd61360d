//! Marks and weights: exact hundredths.

use std::fmt;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use diesel::{deserialize::FromSqlRow, expression::AsExpression, sql_types::BigInt};
use rust_decimal::{Decimal, RoundingStrategy};

use super::Faults;

/// A mark, a weight or a total: from 0.00 to 1000.00 in hundredths, written as a decimal string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Points(i64);

impl Points {
    pub const ZERO: Self = Self(0);
    /// The sum of the weights of a lot.
    pub const HUNDRED: Self = Self(10_000);
    const MOST: i64 = 100_000;

    pub fn from_hundredths(hundredths: i64) -> Option<Self> {
        (0..=Self::MOST).contains(&hundredths).then_some(Self(hundredths))
    }

    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The same behind a reference, as the database binds it.
    pub const fn as_hundredths(&self) -> &i64 {
        &self.0
    }

    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Rounds half up (away from zero) to two decimals, the rule that suppliers are told.
    pub fn round(exact: Decimal) -> Option<Self> {
        let rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        let hundredths = rounded.checked_mul(Decimal::ONE_HUNDRED)?;
        Self::from_hundredths(i64::try_from(hundredths).ok()?)
    }

    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const WHY: &str =
            "give a decimal string from 0 to 1000 with at most two decimals, as in \"7.50\"";
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 || whole.len() > 4 {
            return Err(WHY);
        }
        let hundredths: i64 = format!("{whole}{part:0<2}").parse().map_err(|_cause| WHY)?;
        Self::from_hundredths(hundredths).ok_or(WHY)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self(points.map(|p| p.0).fold(0, i64::saturating_add))
    }
}

impl serde::Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Points {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl Deserr<Faults> for Points {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        Self::parse(&raw).map_err(|why| Faults::at(at, "decimal", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact_and_bounded() {
        assert_eq!(Points::parse("7.5").unwrap().to_string(), "7.50");
        assert_eq!(Points::parse("33.33").unwrap().hundredths(), 3_333);
        for bad in ["-1", "1.234", "1001", "", ".", "1.", ".5", "1e2", "NaN"] {
            assert!(Points::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn halves_go_up() {
        assert_eq!(Points::round(Decimal::new(12_345, 3)).unwrap().to_string(), "12.35");
        assert_eq!(Points::round(Decimal::new(12_344, 3)).unwrap().to_string(), "12.34");
    }
}
