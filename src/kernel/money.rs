//! Money: whole minor units and a currency. Never a float.

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use serde::{Deserialize, Serialize};

use super::{Currency, Faults};

/// An amount that is not negative, in minor units (pence) of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// A hundred thousand million of anything is a slip of the keyboard.
    const MOST: i64 = 10_000_000_000_000;

    pub fn from_minor(minor: i64, currency: Currency) -> Option<Self> {
        (0..=Self::MOST).contains(&minor).then_some(Self { minor, currency })
    }

    pub const fn minor(self) -> i64 {
        self.minor
    }

    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// A decimal in major units, as people write it: `12500.00`.
    pub fn amount(self) -> String {
        rust_decimal::Decimal::new(self.minor, self.currency.digits()).to_string()
    }

    pub fn parse(amount: &str, currency: Currency) -> Result<Self, &'static str> {
        let digits = currency.digits();
        let plain = amount.split_once('.').map_or((amount, ""), |parts| parts);
        let all_digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if plain.0.is_empty()
            || !all_digits(plain.0)
            || !all_digits(plain.1)
            || amount.ends_with('.')
        {
            return Err("give a plain amount that is not negative, as in 12500.00");
        }
        let decimals = u32::try_from(plain.1.len()).unwrap_or(u32::MAX);
        if decimals > digits {
            return Err("has more decimals than the currency");
        }
        let minor = format!(
            "{}{:0<width$}",
            plain.0,
            plain.1,
            width = usize::try_from(digits).unwrap_or(2)
        );
        let minor: i64 = minor.parse().map_err(|_cause| "is too large")?;
        Self::from_minor(minor, currency).ok_or("is too large")
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.currency, self.amount())
    }
}

/// Money as JSON: a decimal string and an ISO 4217 code.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Money)]
pub struct MoneyView {
    /// The amount in major units, with a point before the decimals.
    #[schema(example = "12500.00", pattern = r"^\d{1,14}(\.\d{1,3})?$")]
    amount: String,
    /// The currency (ISO 4217).
    #[schema(value_type = String, example = "GBP", min_length = 3, max_length = 3)]
    currency: Currency,
}

impl utoipa::PartialSchema for Money {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        MoneyView::schema()
    }
}
impl utoipa::ToSchema for Money {
    fn name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        MoneyView { amount: self.amount(), currency: self.currency }.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let view = MoneyView::deserialize(d)?;
        Self::parse(&view.amount, view.currency).map_err(serde::de::Error::custom)
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawMoney {
    amount: String,
    currency: Currency,
}

impl Deserr<Faults> for Money {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = RawMoney::deserialize_from_value(value, at)?;
        Self::parse(&raw.amount, raw.currency)
            .map_err(|why| Faults::at(at.push_key("amount"), "amount", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_exact() {
        let gbp = Currency::parse("GBP").unwrap();
        let jpy = Currency::parse("JPY").unwrap();
        assert_eq!(Money::parse("12500", gbp).unwrap().minor(), 1_250_000);
        assert_eq!(Money::parse("0.1", gbp).unwrap().amount(), "0.10");
        assert_eq!(Money::parse("7", jpy).unwrap().amount(), "7");
        for bad in ["-1", "", ".5", "1.", "1.234", "1e3", "99999999999999999999", "1,000", "+1"] {
            assert!(Money::parse(bad, gbp).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(minor in 0i64..=Money::MOST) {
            let gbp = Currency::parse("GBP").unwrap();
            let money = Money::from_minor(minor, gbp).unwrap();
            prop_assert_eq!(Money::parse(&money.amount(), gbp).unwrap(), money);
        }
    }
}
