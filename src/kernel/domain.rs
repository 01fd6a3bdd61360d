//! Domains that stand behind the at sign of an organisation's addresses.

use std::fmt;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};

use super::{Email, Faults, Period};

/// How long the proof of a domain is good; after that it is given anew.
pub const DOMAIN_PROOF_LIFE: Period = Period::days(365);

/// Where anybody gets an address: such a domain says nothing about an organisation. Nor does what
/// stands below one of them.
const PUBLIC_PROVIDERS: &[&str] = &[
    "aol.com",
    "btinternet.com",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "live.co.uk",
    "live.com",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "sky.com",
    "tutanota.com",
    "virginmedia.com",
    "yahoo.co.uk",
    "yahoo.com",
    "yandex.com",
    "zoho.com",
];

/// A domain in lower case and ASCII (IDNA 2008, UTS 46), that somebody can have for themselves: it
/// is no public suffix (publicsuffix.org) and no provider's of mail for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MailDomain(String);

impl MailDomain {
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        const WHY: &str = "give the part after the at sign, as in camden.gov.uk";
        let text = raw.trim().trim_start_matches('@').trim_end_matches('.');
        let ascii = idna::domain_to_ascii_strict(text).map_err(|_cause| WHY)?;
        if ascii.len() > 190 || !ascii.contains('.') || is_a_number(&ascii) {
            return Err(WHY);
        }
        if psl::domain_str(&ascii).is_none() {
            return Err("is a public suffix, under which unrelated organisations register");
        }
        if PUBLIC_PROVIDERS.iter().any(|provider| is_within(&ascii, provider)) {
            return Err("is a public mail provider: give the organisation's own domain");
        }
        Ok(Self(ascii))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an address is at exactly this domain.
    pub fn has(&self, address: &Email) -> bool {
        address.host() == self.0
    }
}

/// An address of the Internet is no domain.
fn is_a_number(text: &str) -> bool {
    text.rsplit('.').next().is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a host is a domain or stands below it: `parks.camden.gov.uk` is within `camden.gov.uk`,
/// `notcamden.gov.uk` is not.
fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The domains that could vouch for a host, the closest first: itself and those above it, down to
/// the one that was registered.
pub fn domains_above(host: &str) -> Vec<&str> {
    let Some(registered) = psl::domain_str(host) else { return Vec::new() };
    let mut all = vec![host];
    let mut rest = host;
    while rest.len() > registered.len() {
        let Some((_, above)) = rest.split_once('.') else { break };
        all.push(above);
        rest = above;
    }
    all
}

impl fmt::Display for MailDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Deserr<Faults> for MailDomain {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        Self::parse(&raw).map_err(|why| Faults::at(at, "domain", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_somebodys_own() {
        for (typed, kept) in [
            ("camden.gov.uk", "camden.gov.uk"),
            (" @Camden.GOV.uk. ", "camden.gov.uk"),
            ("parks.camden.gov.uk", "parks.camden.gov.uk"),
            ("b\u{fc}cher.example", "xn--bcher-kva.example"),
            ("BU\u{308}CHER.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("gmail.com.camden.example", "gmail.com.camden.example"),
            ("notgmail.com", "notgmail.com"),
        ] {
            assert_eq!(MailDomain::parse(typed).map(|d| d.0).as_deref(), Ok(kept), "{typed}");
        }
        for bad in [
            "",
            "uk",
            "gov.uk",
            "co.uk",
            "github.io",
            "gmail.com",
            "GMAIL.com",
            "mail.gmail.com",
            "outlook.com",
            "a b.example",
            "-a.example",
            "a..example",
            "a_b.example",
            "127.0.0.1",
            "ada@camden.gov.uk",
            "xn--a.example",
        ] {
            assert!(MailDomain::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_whole_labels_vouch_for_an_address() {
        assert_eq!(
            domains_above("a.parks.camden.gov.uk"),
            ["a.parks.camden.gov.uk", "parks.camden.gov.uk", "camden.gov.uk"]
        );
        assert_eq!(domains_above("notcamden.gov.uk"), ["notcamden.gov.uk"]);
        assert!(domains_above("gov.uk").is_empty());
        let domain = MailDomain::parse("camden.example").unwrap();
        let has = |address: &str| domain.has(&Email::parse(address).unwrap());
        assert!(has("Ada@CAMDEN.example"));
        assert!(!has("ada@parks.camden.example") && !has("ada@notcamden.example"));
    }
}
