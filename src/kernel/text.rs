//! Bounded text: what a field may hold is in its type.

use std::fmt;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};

use super::Faults;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    #[error("must not be empty")]
    Empty,
    #[error("use at most {max} characters; this has {got}")]
    TooLong { max: usize, got: usize },
    #[error("the control character U+{0:04X} is not allowed")]
    Control(u32),
    #[error("the invisible character U+{0:04X} is not allowed")]
    Invisible(u32),
}

impl TextFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too-long",
            Self::Control(_) => "control-character",
            Self::Invisible(_) => "invisible-character",
        }
    }
}

/// Characters that change how others are read without being seen: bidirectional controls and
/// zero-width marks. Joiners (U+200C, U+200D) belong to scripts and emoji and stay.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn parse(raw: &str, max: usize, lines: bool) -> Result<String, TextFault> {
    let text = raw.trim();
    let got = text.chars().count();
    if got == 0 {
        return Err(TextFault::Empty);
    }
    if got > max {
        return Err(TextFault::TooLong { max, got });
    }
    for c in text.chars() {
        let breaks = lines && matches!(c, '\n' | '\r' | '\t');
        if c.is_control() && !breaks {
            return Err(TextFault::Control(u32::from(c)));
        }
        if is_invisible(c) {
            return Err(TextFault::Invisible(u32::from(c)));
        }
    }
    Ok(if lines { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() })
}

macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, lines = $lines:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name<const MAX: usize>(String);

        impl<const MAX: usize> $name<MAX> {
            pub fn parse(raw: &str) -> Result<Self, TextFault> {
                parse(raw, MAX, $lines).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<const MAX: usize> serde::Serialize for $name<MAX> {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.0)
            }
        }

        impl<'de, const MAX: usize> serde::Deserialize<'de> for $name<MAX> {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
            }
        }

        impl<const MAX: usize> Deserr<Faults> for $name<MAX> {
            fn deserialize_from_value<V: IntoValue>(
                value: Value<V>,
                at: ValuePointerRef<'_>,
            ) -> Result<Self, Faults> {
                let raw = String::deserialize_from_value(value, at)?;
                Self::parse(&raw).map_err(|why| Faults::at(at, why.code(), why.to_string()))
            }
        }
    };
}

bounded!(
    /// Prose of one to `MAX` characters, trimmed; line breaks and tabs may stand in it, other
    /// control characters and invisible ones may not.
    Text, lines = true
);
bounded!(
    /// A line of one to `MAX` characters: a name, a title. Safe in the header of a mail.
    Line, lines = false
);

/// A short name that programs use: a lower-case letter, then letters, digits, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Key(String);

impl Key {
    pub fn parse(raw: &str) -> Result<Self, &'static str> {
        let mut chars = raw.chars();
        let starts = chars.next().is_some_and(|c| c.is_ascii_lowercase());
        let goes_on =
            chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if starts && goes_on && raw.len() <= 40 {
            Ok(Self(raw.to_owned()))
        } else {
            Err("use a lower-case letter, then letters, digits, - and _, at most 40 in all")
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl Deserr<Faults> for Key {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = String::deserialize_from_value(value, at)?;
        Self::parse(&raw).map_err(|why| Faults::at(at, "key", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_bounded_trimmed_and_clean() {
        assert_eq!(Text::<5>::parse(" ab\r\nc ").unwrap().as_str(), "ab\nc");
        assert_eq!(Text::<2>::parse("abc"), Err(TextFault::TooLong { max: 2, got: 3 }));
        assert_eq!(Text::<9>::parse(" \n "), Err(TextFault::Empty));
        assert_eq!(Text::<9>::parse("a\0b"), Err(TextFault::Control(0)));
        assert_eq!(Line::<9>::parse("a\nb"), Err(TextFault::Control(10)));
        assert_eq!(Text::<9>::parse("a\u{202E}b"), Err(TextFault::Invisible(0x202E)));
        assert!(Line::<20>::parse("مرحبا <b>'; --").is_ok());
    }
}
