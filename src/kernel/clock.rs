//! Time as the server tells it. Nothing else in the crate reads a clock.

use std::{
    fmt,
    str::FromStr,
    sync::atomic::{AtomicI64, Ordering},
};

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use diesel::{deserialize::FromSqlRow, expression::AsExpression, sql_types::BigInt};

use super::Faults;

/// A UTC instant, whole microseconds since the Unix epoch. Shown as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Instant(i64);

impl Instant {
    /// 2000-01-01: nothing that people give us is older.
    const EARLIEST: Self = Self(946_684_800_000_000);
    /// 2100-01-01: nothing that people plan is later.
    const LATEST: Self = Self(4_102_444_800_000_000);

    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The count itself, to be borrowed by a database driver.
    pub const fn as_micros(&self) -> &i64 {
        &self.0
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    #[must_use]
    pub const fn plus(self, period: Period) -> Self {
        Self(self.0.saturating_add(period.0.saturating_mul(1_000_000)))
    }

    #[must_use]
    pub const fn minus(self, period: Period) -> Self {
        Self(self.0.saturating_sub(period.0.saturating_mul(1_000_000)))
    }

    /// Whether a person could mean this instant: from 2000 until 2100.
    pub fn is_plausible(self) -> bool {
        Self::EARLIEST <= self && self < Self::LATEST
    }

    /// The instant as it reads in London, for mails: `1 October 2026, 13:00 BST`.
    pub fn in_london(self) -> String {
        self.timestamp()
            .and_then(|t| t.in_tz("Europe/London").ok())
            .map_or_else(|| self.to_string(), |z| z.strftime("%-d %B %Y, %H:%M %Z").to_string())
    }

    fn timestamp(self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_microsecond(self.0).ok()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.timestamp() {
            Some(t) => t.fmt(f),
            None => write!(f, "{}us", self.0),
        }
    }
}

impl FromStr for Instant {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>()
            .map(|t| Self(t.as_microsecond()))
            .map_err(|_cause| "give an instant with its offset, as in 2026-10-01T12:00:00Z")
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Deserr<Faults> for Instant {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        let instant: Self = raw.parse().map_err(|why| Faults::at(at, "instant", why))?;
        if instant.is_plausible() {
            Ok(instant)
        } else {
            Err(Faults::at(at, "implausible", "give an instant between 2000 and 2100"))
        }
    }
}

/// A length of time, whole seconds, written in ISO 8601: `P14D`, `PT2M`. A day is 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(i64);

impl Period {
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60)
    }

    pub const fn days(days: i64) -> Self {
        Self(days * 86_400)
    }

    pub const fn as_seconds(self) -> i64 {
        self.0
    }
}

impl FromStr for Period {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WHY: &str = "give an ISO 8601 duration of days or less, as in P14D or PT2M";
        let span: jiff::Span = text.parse().map_err(|_cause| WHY)?;
        let marker = jiff::SpanRelativeTo::days_are_24_hours();
        let length = span.to_duration(marker).map_err(|_cause| WHY)?;
        if length.is_negative() { Err(WHY) } else { Ok(Self(length.as_secs())) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, rest) = (self.0 / 86_400, self.0 % 86_400);
        f.write_str("P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if rest > 0 || days == 0 {
            f.write_str("T")?;
            for (amount, unit) in [(rest / 3_600, 'H'), (rest % 3_600 / 60, 'M')] {
                if amount > 0 {
                    write!(f, "{amount}{unit}")?;
                }
            }
            if rest % 60 > 0 || rest == 0 {
                write!(f, "{}S", rest % 60)?;
            }
        }
        Ok(())
    }
}

pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
}

/// The machine's clock, floored so that it never runs backwards within this process
/// (SAFETY 2.2).
#[derive(Debug, Default)]
pub struct SystemClock {
    newest: AtomicI64,
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Instant {
        let read = jiff::Timestamp::now().as_microsecond();
        Instant(self.newest.fetch_max(read, Ordering::SeqCst).max(read))
    }
}

/// A clock that is set by hand: for the demo and for tests.
#[derive(Debug)]
pub struct MovingClock(AtomicI64);

impl MovingClock {
    pub const fn starting(at: Instant) -> Self {
        Self(AtomicI64::new(at.0))
    }

    pub fn set(&self, to: Instant) {
        self.0.store(to.0, Ordering::SeqCst);
    }

    pub fn advance(&self, by: Period) {
        self.0.fetch_add(by.0.saturating_mul(1_000_000), Ordering::SeqCst);
    }
}

impl Clock for MovingClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_back_as_they_are_written() {
        for text in ["P14D", "PT2M", "P1DT2H3M4S", "PT0S", "PT90S"] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
        }
        assert_eq!("PT2M".parse::<Period>().unwrap().to_string(), "PT2M");
        for bad in ["", "14", "P1Y", "P1M", "-P1D", "P"] {
            assert!(bad.parse::<Period>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_instant_keeps_its_microseconds() {
        let text = "2026-10-01T12:00:00.000001Z";
        assert_eq!(text.parse::<Instant>().unwrap().to_string(), text);
        assert!("2026-10-01T12:00:00".parse::<Instant>().is_err());
    }

    #[test]
    fn london_time_knows_summer() {
        let summer: Instant = "2026-07-01T12:00:00Z".parse().unwrap();
        assert_eq!(summer.in_london(), "1 July 2026, 13:00 BST");
    }
}
