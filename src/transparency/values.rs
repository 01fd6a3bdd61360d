//! Pieces of releases, read leniently: text, instants, money.

use jiff::civil;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::{findings::Findings, text};
use crate::{kernel::Currency, prelude::*};

/// A string at `name` of an object, if there is one that says something.
pub fn string<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    of.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// The items of an array at `name`, each with its place in it.
pub fn items<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = (usize, &'a Value)> {
    of.get(name).and_then(Value::as_array).into_iter().flatten().enumerate()
}

/// The form that a text is brought into: its most characters, and whether it may have several lines.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    most: usize,
    lines: bool,
}

impl Form {
    pub const fn line(most: usize) -> Self {
        Self { most, lines: false }
    }

    pub const fn lines(most: usize) -> Self {
        Self { most, lines: true }
    }
}

/// A text, cleaned and, when it is too long, cut.
pub fn text_at(raw: &str, form: Form, at: &str, findings: &mut Findings) -> Option<String> {
    let Form { most, lines } = form;
    let text::Cleaned { text, done } = text::cleaned(raw, lines);
    for what in done {
        findings.repaired(at, what);
    }
    let short = text::shortened(&text, most);
    if short != text {
        findings.repaired(at, format!("is longer than {most} characters: cut"));
    }
    if short.is_empty() { None } else { Some(short) }
}

/// An instant; one without an offset is London's (Find a Tender writes those), a bare date is its
/// first moment there.
pub fn instant(raw: &str, at: &str, findings: &mut Findings) -> Option<Instant> {
    let found = raw.parse::<Instant>().ok().or_else(|| local(raw, at, findings));
    let found = found.filter(|instant| instant.is_plausible());
    if found.is_none() {
        findings.fault(at, "instant", format!("{raw:?} is no instant between 2000 and 2100"));
    }
    found
}

fn local(raw: &str, at: &str, findings: &mut Findings) -> Option<Instant> {
    let civil = raw.parse::<civil::DateTime>().ok()?;
    let instant = civil.in_tz("Europe/London").ok()?.timestamp();
    findings.repaired(at, "has no offset: taken as the time in London");
    Some(Instant::from_micros(instant.as_microsecond()))
}

/// An amount of money. Nothing, where a 0 stands for «not given».
pub fn money(of: &Value, name: &str, at: &str, findings: &mut Findings) -> Option<Money> {
    let value = of.get(name).filter(|value| value.is_object())?;
    let at = format!("{at}/{name}");
    let amount = amount(value, &at, findings)?;
    let currency = currency(value, &at, findings)?;
    let scaled = amount.checked_mul(Decimal::from(10_i64.pow(currency.digits())))?;
    let whole = scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    if whole != scaled {
        findings.repaired(format!("{at}/amount"), "has more decimals than its currency: rounded");
    }
    let money = i64::try_from(whole).ok().and_then(|minor| Money::from_minor(minor, currency));
    if money.is_none() {
        findings.fault(format!("{at}/amount"), "amount", "is negative or too large");
    }
    money
}

fn amount(value: &Value, at: &str, findings: &mut Findings) -> Option<Decimal> {
    let at = format!("{at}/amount");
    let given = value.get("amount").filter(|amount| !amount.is_null())?;
    let raw = match given.as_str() {
        Some(raw) => raw.trim().to_owned(),
        None => given.to_string(),
    };
    let parsed = raw.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&raw));
    match parsed {
        Ok(amount) if amount.is_zero() => {
            findings.repaired(at, "0 stands for an amount that is not given: left out");
            None
        }
        Ok(amount) => {
            if given.is_string() {
                findings.repaired(at, "is a string: read as a number");
            }
            Some(amount)
        }
        Err(_) => {
            findings.fault(at, "amount", format!("{given} is no amount"));
            None
        }
    }
}

fn currency(value: &Value, at: &str, findings: &mut Findings) -> Option<Currency> {
    let at = format!("{at}/currency");
    match string(value, "currency").map(Currency::parse) {
        Some(Ok(currency)) => Some(currency),
        Some(Err(why)) => {
            findings.fault(at, "currency", why);
            None
        }
        None => {
            findings.repaired(at, "is missing: taken as GBP");
            Some(Currency::GBP)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> (Option<String>, usize, usize) {
        let mut findings = Findings::default();
        let found = money(&json!({ "value": value }), "value", "/tender", &mut findings);
        (found.map(|m| m.to_string()), findings.repairs.len(), findings.faults.iter().count())
    }

    #[test]
    fn money_is_exact_or_refused() {
        assert_eq!(
            read(&json!({ "amount": 8_625_384.0, "currency": "GBP" })),
            (Some("GBP 8625384.00".into()), 0, 0)
        );
        assert_eq!(
            read(&json!({ "amount": 3380.865, "currency": "GBP" })),
            (Some("GBP 3380.87".into()), 1, 0)
        );
        assert_eq!(read(&json!({ "amount": "48000" })), (Some("GBP 48000.00".into()), 2, 0));
        assert_eq!(read(&json!({ "amount": 0, "currency": "GBP" })), (None, 1, 0));
        assert_eq!(read(&json!({ "amount": "48k", "currency": "GBP" })), (None, 0, 1));
        assert_eq!(read(&json!({ "amount": -1, "currency": "GBP" })), (None, 0, 1));
        assert_eq!(read(&json!({ "amount": 1e30, "currency": "GBP" })).2, 1);
        assert_eq!(read(&json!({ "amount": 1, "currency": "POUND" })), (None, 0, 1));
        assert_eq!(read(&Value::Null), (None, 0, 0));
    }

    #[test]
    fn instants_without_an_offset_are_londons() {
        let mut findings = Findings::default();
        let summer = instant("2025-07-01T12:00:00", "/date", &mut findings).unwrap();
        assert_eq!(summer.to_string(), "2025-07-01T11:00:00Z");
        assert_eq!(
            instant("2025-01-02", "/date", &mut findings).unwrap().to_string(),
            "2025-01-02T00:00:00Z"
        );
        assert_eq!(findings.repairs.len(), 1, "{:?}", findings.repairs);
        assert!(instant("soon", "/date", &mut findings).is_none());
        assert!(instant("1970-01-01T00:00:00Z", "/end", &mut findings).is_none());
        assert_eq!(findings.faults.iter().count(), 2);
    }
}
