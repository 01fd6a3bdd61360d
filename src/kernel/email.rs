//! E-mail addresses, as one account knows them.

use std::fmt;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};

use super::Faults;

/// An address in lower case, so that `A@x.uk` and `a@x.uk` are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// The end of addresses that exist nowhere (RFC 2606).
const NOBODY: &str = ".invalid";

impl Email {
    /// How the addresses of programs end.
    pub const OF_PROGRAMS: &str = NOBODY;

    /// RFC 5321 with the limits that mail servers keep to: 64 characters, an at sign, a host of
    /// letters, digits, hyphens and dots. ASCII only: look-alike letters make false twins.
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        const WHY: &str = "give an e-mail address, as in officer@council.gov.uk";
        let text = raw.trim().to_ascii_lowercase();
        let (local, host) = text.split_once('@').ok_or(WHY)?;
        let local_ok = (1..=64).contains(&local.len())
            && local
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let label_ok = |label: &str| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let host_ok = host.len() <= 190 && host.contains('.') && host.split('.').all(label_ok);
        if local_ok && host_ok && !text.ends_with(NOBODY) { Ok(Self(text)) } else { Err(WHY) }
    }

    /// Where no letter ever goes: for accounts that are programs. Nobody can register it.
    pub fn of_program(id: &impl fmt::Display) -> Self {
        Self(format!("{id}@service{NOBODY}"))
    }

    /// Whether an address belongs to a program.
    pub fn is_of_program(address: &str) -> bool {
        address.ends_with(NOBODY)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain: the part behind the at sign.
    pub fn host(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, host)| host)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Email {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl Deserr<Faults> for Email {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        Self::parse(&raw).map_err(|why| Faults::at(at, "email", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_one_address() {
        assert_eq!(Email::parse(" Ada@Camden.GOV.uk ").unwrap().as_str(), "ada@camden.gov.uk");
        for bad in [
            "",
            "a",
            "a@b",
            "@x.uk",
            "a@@x.uk",
            "a b@x.uk",
            "a\r\nBcc: c@x.uk",
            "é@x.uk",
            "a@-x.uk",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }
}
