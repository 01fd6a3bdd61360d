//! Identifiers in registers (org-id.guide), checked as far as the register's format is known and
//! written in one way only, so that the same organisation is the same text (RULES 17).

use std::fmt;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::prelude::*;

/// An identifier in a register (org-id.guide): `GB-LAE` + `CMD`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Serialize, ToSchema)]
pub struct Identifier {
    /// The register, by its code in org-id.guide.
    #[schema(value_type = String, example = "GB-LAE")]
    pub scheme: String,
    /// The identifier as the register writes it.
    #[schema(value_type = String, example = "CMD")]
    pub id: String,
}

/// An identifier that an organisation claims.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct HeldIdentifier {
    pub identifier: Identifier,
    /// When an administrator found it in its register.
    pub verified_at: Option<Instant>,
}

impl HeldIdentifier {
    /// An identifier that no administrator has verified yet.
    pub const fn new(identifier: Identifier) -> Self {
        Self { identifier, verified_at: None }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.scheme, self.id)
    }
}

/// An identifier of an organisation, to be added, withdrawn or verified.
#[derive(Debug)]
pub struct IdentifierOf {
    pub organisation: Id<Organisation>,
    pub identifier: Identifier,
}

/// The most identifiers that one organisation has.
pub const MOST: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotIdentify {
    #[error("your organisation already has the identifier {0}")]
    Known(String),
    #[error("your organisation has no identifier {0}")]
    Unknown(String),
    #[error("an organisation keeps one identifier at least; add another one first")]
    LastIdentifier,
    #[error("an organisation has at most ten identifiers; withdraw one first")]
    TooManyIdentifiers,
}

impl Refuse for CannotIdentify {
    fn kind(&self) -> Kind {
        match self {
            Self::Known(_) => kinds::TAKEN,
            Self::Unknown(_) | Self::LastIdentifier | Self::TooManyIdentifiers => {
                kinds::WRONG_STATE
            }
        }
    }
}

/// The field that is wrong, and how to put it right.
type Wrong = (&'static str, &'static str);

impl Identifier {
    /// Scheme: two capitals, a hyphen, capitals. Schemes that are not known here are kept as given,
    /// in capitals.
    pub fn parse(scheme: &str, id: &str) -> Result<Self, Wrong> {
        let (country, register) = scheme.split_once('-').unwrap_or((scheme, ""));
        let capitals =
            |s: &str| s.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        if country.len() != 2
            || !(2..=20).contains(&register.len())
            || !capitals(country)
            || !capitals(register)
        {
            return Err(("scheme", "give a register of org-id.guide, as in GB-COH"));
        }
        let id = id.trim().to_ascii_uppercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_' | ' ');
        if id.is_empty() || id.len() > 40 || !id.chars().all(plain) {
            return Err(("id", "give the identifier as the register writes it"));
        }
        let id = in_register(scheme, &id).map_err(|why| ("id", why))?;
        Ok(Self { scheme: scheme.to_owned(), id })
    }
}

/// The one way to write an identifier of this register.
fn in_register(scheme: &str, id: &str) -> Result<String, &'static str> {
    let dense: String = id.chars().filter(|c| *c != ' ').collect();
    match scheme {
        "GB-COH" => company(&dense),
        "GB-PPON" => ppon(&dense),
        "GB-CHC" => charity(&dense),
        "GB-SC" => numbered(&dense, "SC", 6).ok_or("a Scottish charity is SC and six digits"),
        "GB-NIC" => numbered(&dense, "NIC", 6).ok_or("a Northern Irish charity is NIC and digits"),
        "GB-VAT" => vat(&dense),
        "GB-LAE" | "GB-LAS" | "GB-PLA" | "GB-LANI" => {
            let letters = (3..=5).contains(&dense.len()) && all(&dense, char::is_ascii_uppercase);
            if letters { Ok(dense) } else { Err("a council's code has three to five letters") }
        }
        "GB-GSS" => gss(&dense),
        "GB-UKPRN" => {
            let right = dense.len() == 8 && dense.starts_with('1') && digits(&dense);
            if right { Ok(dense) } else { Err("a UKPRN has eight digits and begins with 1") }
        }
        "GB-EDU" => {
            let right = dense.len() == 6 && digits(&dense);
            if right { Ok(dense) } else { Err("a school's URN has six digits") }
        }
        "XI-LEI" => lei(&dense),
        _ if id.contains(' ') => Err("give the identifier as the register writes it"),
        _ => Ok(id.to_owned()),
    }
}

fn all(text: &str, of: impl Fn(&char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(|c| of(&c))
}

fn digits(text: &str) -> bool {
    all(text, char::is_ascii_digit)
}

fn nothing_but_zeros(text: &str) -> bool {
    text.chars().all(|c| c == '0')
}

/// The prefixes that Companies House gives out (its URI customer guide), and those of registers
/// that it keeps for others.
const PREFIXES: &str = "AC BR CE CS ES FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC R0 RC RS SA SC SE SF SG SI SL SO SP SR SZ UC UN ZC";

/// Eight digits, or a prefix and six; some societies' numbers end in letters instead. Padded.
fn company(id: &str) -> Result<String, &'static str> {
    const WHY: &str = "a Companies House number has eight digits, or two letters and six digits";
    if digits(id) {
        let padded = format!("{id:0>8}");
        let right = padded.len() == 8 && !nothing_but_zeros(&padded);
        return if right { Ok(padded) } else { Err(WHY) };
    }
    let (prefix, rest) = id.split_at_checked(2).ok_or(WHY)?;
    if !PREFIXES.split(' ').any(|known| known == prefix) {
        return Err("does not begin as the numbers of Companies House do");
    }
    let number = rest.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let ending = rest.strip_prefix(number).unwrap_or_default();
    let society = matches!(prefix, "IP" | "SP" | "NO" | "NP" | "RS");
    if !digits(number) || nothing_but_zeros(number) || ending.len() > 2 {
        return Err(WHY);
    }
    if !ending.is_empty() && !society {
        return Err(WHY);
    }
    let width = 6 - ending.len();
    let padded = format!("{prefix}{number:0>width$}{ending}");
    if padded.len() == 8 { Ok(padded) } else { Err(WHY) }
}

/// The public procurement organisation number of the central digital platform.
fn ppon(id: &str) -> Result<String, &'static str> {
    let id = id.strip_prefix("GB-PPON-").unwrap_or(id);
    let parts: Vec<&str> = id.split('-').collect();
    let letters = |text: &str| text.len() == 4 && all(text, char::is_ascii_uppercase);
    match parts[..] {
        [first, number, last] if letters(first) && letters(last) => {
            let right = number.len() == 4 && digits(number);
            if right { Ok(id.to_owned()) } else { Err("a PPON reads like PABC-1234-DEFG") }
        }
        _ => Err("a PPON reads like PABC-1234-DEFG"),
    }
}

/// A charity of England and Wales; a linked one has a hyphen and its own number behind.
fn charity(id: &str) -> Result<String, &'static str> {
    const WHY: &str = "a charity of England and Wales has six or seven digits";
    let (main, linked) = id.split_once('-').unwrap_or((id, "1"));
    let right = (6..=7).contains(&main.len()) && digits(main) && !main.starts_with('0');
    let linked = (1..=3).contains(&linked.len()) && digits(linked);
    if right && linked { Ok(id.to_owned()) } else { Err(WHY) }
}

/// A prefix (which may be left out) and digits, padded to `width`.
fn numbered(id: &str, prefix: &str, width: usize) -> Option<String> {
    let number = id.strip_prefix(prefix).unwrap_or(id);
    let right = digits(number) && number.len() <= width && !nothing_but_zeros(number);
    right.then(|| format!("{prefix}{number:0>width$}"))
}

/// Nine digits, twelve for a branch, `GD` and `HA` for government and health; without `GB`. The
/// last two of the nine check the others, modulo 97 in the old way or the one of 2010 ("9755").
fn vat(id: &str) -> Result<String, &'static str> {
    let id = id.strip_prefix("GB").or_else(|| id.strip_prefix("XI")).unwrap_or(id);
    for (prefix, from, until) in [("GD", 0_u16, 499), ("HA", 500, 999)] {
        if let Some(number) = id.strip_prefix(prefix) {
            let known = number.len() == 3 && digits(number);
            let number = number.parse().ok().filter(|n| known && (from..=until).contains(n));
            let why = "GD has three digits up to 499, HA from 500";
            return number.map(|_| id.to_owned()).ok_or(why);
        }
    }
    if !matches!(id.len(), 9 | 12) || !digits(id) {
        return Err("a VAT number has nine digits, or twelve");
    }
    let (main, check) = id.split_at_checked(7).ok_or("a VAT number has nine digits")?;
    let values = main.chars().filter_map(|c| c.to_digit(10));
    let weighed: u32 = values.zip((2..=8).rev()).map(|(digit, weight)| digit * weight).sum();
    let check: u32 = check.get(..2).and_then(|two| two.parse().ok()).unwrap_or(100);
    let sum = weighed + check;
    let right =
        (sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)) && !nothing_but_zeros(main);
    if right { Ok(id.to_owned()) } else { Err("its check digits are not right") }
}

/// A code of the Government Statistical Service: `E09000007`.
fn gss(id: &str) -> Result<String, &'static str> {
    let (country, number) = id.split_at_checked(1).unwrap_or(("", id));
    let right = matches!(country, "E" | "W" | "S" | "N" | "K" | "J");
    if right && number.len() == 8 && digits(number) {
        Ok(id.to_owned())
    } else {
        Err("a GSS code has a letter and eight digits")
    }
}

/// A legal entity identifier: twenty characters, 1 modulo 97 with letters as 10 to 35 (ISO 17442).
fn lei(id: &str) -> Result<String, &'static str> {
    if id.len() != 20 || !all(id, char::is_ascii_alphanumeric) {
        return Err("an LEI has twenty letters and digits");
    }
    let left = id.chars().filter_map(|c| c.to_digit(36)).fold(0, |left: u32, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (left * shift + value) % 97
    });
    if left == 1 { Ok(id.to_owned()) } else { Err("its check digits are not right") }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawIdentifier {
    scheme: String,
    id: String,
}

impl Deserr<Faults> for Identifier {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = RawIdentifier::deserialize_from_value(value, at)?;
        Self::parse(&raw.scheme, &raw.id)
            .map_err(|(field, why)| Faults::at(at.push_key(field), "identifier", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RULES 17: each register's identifiers in the one way that they are kept.
    #[test]
    fn identifiers_are_as_their_register_writes_them() {
        for (scheme, typed, kept) in [
            ("GB-COH", "1234567", "01234567"),
            ("GB-COH", " 0123 4567 ", "01234567"),
            ("GB-COH", "sc123456", "SC123456"),
            ("GB-COH", "SC1234", "SC001234"),
            ("GB-COH", "oc300001", "OC300001"),
            ("GB-COH", "R0000012", "R0000012"),
            ("GB-COH", "IP28211R", "IP28211R"),
            ("GB-COH", "IP211R", "IP00211R"),
            ("GB-COH", "SP2536RS", "SP2536RS"),
            ("GB-PPON", "pmzv-7732-xxtt", "PMZV-7732-XXTT"),
            ("GB-PPON", "GB-PPON-PMZV-7732-XXTT", "PMZV-7732-XXTT"),
            ("GB-CHC", "1089464", "1089464"),
            ("GB-CHC", "210183-12", "210183-12"),
            ("GB-SC", "38885", "SC038885"),
            ("GB-SC", "SC038885", "SC038885"),
            ("GB-NIC", "nic100012", "NIC100012"),
            ("GB-VAT", "GB 980 7806 84", "980780684"),
            ("GB-VAT", "GB980780684001", "980780684001"),
            ("GB-VAT", "gd001", "GD001"),
            ("GB-VAT", "GBHA500", "HA500"),
            ("GB-LAE", "CMD", "CMD"),
            ("GB-GSS", "E09000007", "E09000007"),
            ("GB-UKPRN", "10007784", "10007784"),
            ("GB-EDU", "100049", "100049"),
            ("XI-LEI", "213800WSGIIZCXF1P572", "213800WSGIIZCXF1P572"),
            ("GB-CFS", "269943", "269943"),
            ("NL-KVK", "12345678", "12345678"),
            ("GB-TEST", "OTTER", "OTTER"),
        ] {
            assert_eq!(Identifier::parse(scheme, typed).map(|i| i.id), Ok(kept.to_owned()));
        }
    }

    #[test]
    fn what_no_register_writes_is_refused() {
        for (scheme, wrong) in [
            ("COH", "1"),
            ("GB-", "1"),
            ("gb-COH", "1"),
            ("GB-COH", "123456789"),
            ("GB-COH", "00000000"),
            ("GB-COH", "XX123456"),
            ("GB-COH", "SC12345A"),
            ("GB-COH", "SC"),
            ("GB-COH", "1234567A"),
            ("GB-COH", ""),
            ("GB-COH", "1; drop"),
            ("GB-PPON", "PMZV-773-XXTT"),
            ("GB-PPON", "PMZV7732XXTT"),
            ("GB-PPON", "PMZV-7732-XXTT-A"),
            ("GB-CHC", "12345"),
            ("GB-CHC", "0123456"),
            ("GB-SC", "SC0388851"),
            ("GB-NIC", "NICE"),
            ("GB-VAT", "980780685"),
            ("GB-VAT", "000000000"),
            ("GB-VAT", "GD500"),
            ("GB-VAT", "HA499"),
            ("GB-VAT", "98078068400"),
            ("GB-LAE", "C1"),
            ("GB-GSS", "X09000007"),
            ("GB-UKPRN", "20007784"),
            ("XI-LEI", "213800WSGIIZCXF1P573"),
            ("NL-KVK", "1234 5678"),
        ] {
            assert!(Identifier::parse(scheme, wrong).is_err(), "{scheme} {wrong}");
        }
    }

    /// The two ways of HMRC.
    #[test]
    fn a_vat_number_is_checked_in_both_ways() {
        let of = |main: u32, more: u32| {
            let text = format!("{main:07}");
            let values = text.chars().filter_map(|c| c.to_digit(10));
            let sum: u32 = values.zip((2..=8).rev()).map(|(d, w)| d * w).sum();
            format!("{text}{:02}", (97 - (sum + more) % 97) % 97)
        };
        for main in [9_807_806, 1_234_567, 7, 9_999_999] {
            assert!(vat(&of(main, 0)).is_ok(), "{}", of(main, 0));
            assert!(vat(&of(main, 55)).is_ok(), "{}", of(main, 55));
        }
        assert_eq!(of(9_807_806, 0), "980780684");
    }

    proptest! {
        /// SAFETY K3 for numbers: what is kept is parsed to itself.
        #[test]
        fn an_identifier_reads_back_as_it_is_kept(
            scheme in "GB-(COH|PPON|CHC|SC|NIC|VAT|LAE|GSS|UKPRN|EDU|TEST)|XI-LEI",
            typed in "[A-Z]{0,3}[0-9]{0,9}[A-Z]{0,2}",
        ) {
            if let Ok(one) = Identifier::parse(&scheme, &typed) {
                prop_assert_eq!(Identifier::parse(&scheme, &one.id), Ok(one));
            }
        }

        /// One digit typed wrong is found out.
        #[test]
        fn a_mistyped_vat_number_is_found_out(main in 1_u32..9_999_999, at in 0_usize..7, by in 1_u32..10) {
            let text = format!("{main:07}");
            let sum = |text: &str| -> u32 {
                text.chars().filter_map(|c| c.to_digit(10)).zip((2..=8).rev()).map(|(d, w)| d * w).sum()
            };
            let check = 97 - sum(&text) % 97;
            let mut other: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
            other[at] = (other[at] + by) % 10;
            let other: String = other.iter().map(ToString::to_string).collect();
            let off = sum(&other).abs_diff(sum(&text)) % 97;
            prop_assume!(off != 55 && off != 42);
            let typed = format!("{other}{:02}", check % 97);
            prop_assert!(vat(&typed).is_err(), "{}", typed);
        }
    }
}
