//! Codes of public lists: CPV, ISO 4217, regions, themes.

use std::fmt;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use diesel::{deserialize::FromSqlRow, expression::AsExpression, sql_types::Text};

use super::Faults;

macro_rules! code {
    ($name:ident, $code:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
            }
        }

        impl Deserr<Faults> for $name {
            fn deserialize_from_value<V: IntoValue>(
                value: Value<V>,
                at: ValuePointerRef<'_>,
            ) -> Result<Self, Faults> {
                let raw = String::deserialize_from_value(value, at)?;
                Self::parse(&raw).map_err(|why| Faults::at(at, $code, why))
            }
        }
    };
}

/// A code of the Common Procurement Vocabulary 2008: eight digits, of a division that exists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpv(String);

impl Cpv {
    /// The divisions of CPV 2008 (Regulation (EC) 213/2008, annex I), kept for UK notices.
    const DIVISIONS: [&str; 45] = [
        "03", "09", "14", "15", "16", "18", "19", "22", "24", "30", "31", "32", "33", "34", "35",
        "37", "38", "39", "41", "42", "43", "44", "45", "48", "50", "51", "55", "60", "63", "64",
        "65", "66", "70", "71", "72", "73", "75", "76", "77", "79", "80", "85", "90", "92", "98",
    ];

    /// Takes `72000000` or `72000000-5`; the check digit is not kept.
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        let code = raw.trim();
        let digits = code.split_once('-').map_or(code, |(digits, _)| digits);
        let check_ok = code.len() == 8 || code.len() == 10;
        if !check_ok || digits.len() != 8 || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err("give a CPV 2008 code of eight digits, as in 72000000");
        }
        if Self::DIVISIONS.iter().any(|division| digits.starts_with(division)) {
            Ok(Self(digits.to_owned()))
        } else {
            Err("is in no division of CPV 2008")
        }
    }

    /// The prefix that the code shares with every code below it: without the zeros at its end.
    pub fn key(&self) -> String {
        let significant = self.0.trim_end_matches('0');
        let least = self.0.chars().take(2).collect::<String>();
        if significant.len() < 2 { least } else { significant.to_owned() }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
code!(Cpv, "cpv");

/// A currency in use (ISO 4217) with its number of decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Currency {
    code: &'static str,
    digits: u32,
}

impl Currency {
    pub const GBP: Self = Self { code: "GBP", digits: 2 };

    /// ISO 4217 active codes by number of decimals.
    const WITH: [(u32, &str); 3] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
    ];

    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        Self::WITH
            .iter()
            .find_map(|(digits, codes)| {
                let code = codes.split(' ').find(|code| *code == raw)?;
                Some(Self { code, digits: *digits })
            })
            .ok_or("give a currency of ISO 4217 in capitals, as in GBP")
    }

    pub const fn as_str(&self) -> &'static str {
        self.code
    }

    pub const fn digits(self) -> u32 {
        self.digits
    }
}
code!(Currency, "currency");

/// A region of the United Kingdom by its NUTS/ITL code: `UK`, `UKI`, `UKI31`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(String);

impl Region {
    /// `UK`, one letter C to N for the first level, then up to two digits or letters.
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        const WHY: &str = "give a UK region of NUTS/ITL, as in UKI or UKI31";
        let rest = raw.strip_prefix("UK").ok_or(WHY)?;
        let mut rest = rest.chars();
        let first_ok = rest.next().is_none_or(|c| ('C'..='N').contains(&c));
        let rest_ok =
            rest.clone().count() <= 2 && rest.all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        if first_ok && rest_ok { Ok(Self(raw.to_owned())) } else { Err(WHY) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
code!(Region, "region");

/// The theme of an opportunity in plain words, as a slug: `air-quality`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Theme(String);

impl Theme {
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        let words_ok = raw.split('-').all(|w| {
            !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        if words_ok && (2..=40).contains(&raw.len()) {
            Ok(Self(raw.to_owned()))
        } else {
            Err("use 2 to 40 lower-case letters and digits with single hyphens, as in air-quality")
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
code!(Theme, "theme");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_know_their_lists() {
        assert_eq!(Cpv::parse("72000000-5").unwrap().as_str(), "72000000");
        assert_eq!(Cpv::parse("72212000").unwrap().key(), "72212");
        assert_eq!(Cpv::parse("30000000").unwrap().key(), "30");
        assert!(Cpv::parse("99999999").is_err());
        assert!(Cpv::parse("7200000").is_err());
        assert!(Cpv::parse("72000000-").is_err());
        assert_eq!(Currency::parse("KWD").unwrap().digits(), 3);
        assert!(Currency::parse("gbp").is_err());
        assert!(Currency::parse("XXX").is_err());
    }

    #[test]
    fn regions_and_themes_are_slugs_of_their_kind() {
        assert!(Region::parse("UKI31").is_ok());
        assert!(Region::parse("UK").is_ok());
        assert!(Region::parse("UKZ").is_err());
        assert!(Theme::parse("air-quality").is_ok());
        assert!(Theme::parse("Air").is_err());
    }
}
