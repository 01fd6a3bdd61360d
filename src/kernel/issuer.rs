//! Issuers: how OpenID Connect names an identity provider.

use std::{fmt, str::FromStr};

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};

use diesel::{deserialize::FromSqlRow, expression::AsExpression, sql_types::Text};

use super::Faults;

/// The address that an identity provider has for a name, letter by letter: whoever writes it
/// otherwise names another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Issuer(String);

impl Issuer {
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        const WHY: &str =
            "give the issuer as its provider writes it, as in https://login.council.example/realm";
        let text = raw.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let plain = |c: char| c.is_ascii_graphic() && !"?#@\\\"<>".contains(c);
        if host.is_empty() || text.len() > 500 || !text.chars().all(plain) {
            return Err(WHY);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Deserr<Faults> for Issuer {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        Self::parse(&raw).map_err(|why| Faults::at(at, "issuer", why))
    }
}

/// Issuers with a comma between.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issuers(Vec<Issuer>);

impl Issuers {
    pub fn have(&self, issuer: &Issuer) -> bool {
        self.0.contains(issuer)
    }
}

impl FromStr for Issuers {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(Issuer::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Issuers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<&str> = self.0.iter().map(Issuer::as_str).collect();
        f.write_str(&all.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_addresses_without_a_query() {
        for good in ["https://accounts.google.com", "http://127.0.0.1:9000/realms/a"] {
            assert_eq!(Issuer::parse(good).unwrap().as_str(), good);
        }
        for bad in
            ["", "https://", "ftp://x", "https://a?b", "https://a#b", "https://u@a", "https://a b"]
        {
            assert!(Issuer::parse(bad).is_err(), "{bad}");
        }
        let listed: Issuers = "https://a.example, http://b.example/c".parse().unwrap();
        assert!(listed.have(&Issuer::parse("http://b.example/c").unwrap()));
        assert!(!listed.have(&Issuer::parse("http://b.example").unwrap()));
    }
}
