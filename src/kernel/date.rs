//! Days of the calendar, as papers carry them: ISO 8601, without a time.

use std::{fmt, str::FromStr};

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use diesel::deserialize::FromSqlRow;

use super::{Faults, Instant};

/// A day in London: `2026-03-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, FromSqlRow)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day that it is in London at this instant.
    pub fn of(at: Instant) -> Option<Self> {
        let zoned = jiff::Timestamp::from_microsecond(at.micros()).ok()?.in_tz("Europe/London");
        zoned.ok().map(|zoned| Self(zoned.date()))
    }

    /// The first instant after this day in London: what is good until a day is good all that day.
    pub fn end(self) -> Option<Instant> {
        let next = self.0.tomorrow().ok()?.in_tz("Europe/London").ok()?;
        Some(Instant::from_micros(next.timestamp().as_microsecond()))
    }

    /// The same day of a later year; the 28th where that has no 29th of February.
    pub fn in_years(self, years: i8) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().years(years)).ok().map(Self)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl FromStr for Date {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WHY: &str = "give a day between 1900 and 2100, as in 2026-03-31";
        // Ten characters: jiff also reads days with a time behind them.
        let day = text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == 10);
        day.filter(|day| (1900..2100).contains(&day.year())).map(Self).ok_or(WHY)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Deserr<Faults> for Date {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        raw.parse().map_err(|why: &str| Faults::at(at, "date", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_good_until_its_end_in_london() {
        let day: Date = "2026-06-30".parse().unwrap();
        assert_eq!(day.end().unwrap().to_string(), "2026-06-30T23:00:00Z");
        assert_eq!(
            Date::of("2026-06-30T23:00:00Z".parse().unwrap()).unwrap().to_string(),
            "2026-07-01"
        );
        assert_eq!(Date::of("2026-12-31T23:59:59Z".parse().unwrap()).unwrap().year(), 2026);
        for bad in [
            "",
            "2026-02-30",
            "2026-2-3",
            "20260630",
            "2026-06-30T00:00:00",
            "1899-12-31",
            "2100-01-01",
            "30/06/2026",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }
}
