//! What is wrong with a body: every fault at once, each with its place.

use std::ops::ControlFlow;

use deserr::{DeserializeError, ErrorKind, IntoValue, MergeWithError, ValueKind, ValuePointerRef};

use super::{
    field_fault::FieldFault,
    problem::{Problem, kinds},
};

/// Everything that is wrong with one body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    pub fn new() -> Self {
        Self::default()
    }

    /// A single fault where a parser stands.
    pub fn at(at: ValuePointerRef<'_>, code: &'static str, detail: impl Into<String>) -> Self {
        let mut faults = Self::new();
        faults.add(pointer(at), code, detail);
        faults
    }

    pub fn add(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) {
        self.0.push(FieldFault { pointer: pointer.into(), code, detail: detail.into() });
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &FieldFault> {
        self.0.iter()
    }

    /// Leaves out what is wrong at exactly this place.
    #[must_use]
    pub fn without(self, pointer: &str) -> Self {
        Self(self.0.into_iter().filter(|fault| fault.pointer != pointer).collect())
    }

    /// `Ok` when there is nothing to put right.
    pub fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Keeps a parsed value, or its faults at a place.
    pub fn keep<T>(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        parsed: Result<T, impl ToString>,
    ) -> Option<T> {
        parsed.map_err(|why| self.add(pointer, code, why.to_string())).ok()
    }

    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }
}

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        let count = faults.0.len();
        let things = if count == 1 { "thing" } else { "things" };
        Self {
            kind: kinds::INVALID,
            detail: format!("{count} {things} to put right; see errors"),
            errors: faults.0,
            members: serde_json::Map::new(),
        }
    }
}

/// The place as a JSON Pointer (RFC 6901).
pub fn pointer(at: ValuePointerRef<'_>) -> String {
    match at {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev } => {
            format!("{}/{}", pointer(*prev), key.replace('~', "~0").replace('/', "~1"))
        }
        ValuePointerRef::Index { index, prev } => format!("{}/{index}", pointer(*prev)),
    }
}

impl MergeWithError<Self> for Faults {
    fn merge(had: Option<Self>, other: Self, _: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        let mut all = had.unwrap_or_default();
        all.append(other);
        ControlFlow::Continue(all)
    }
}

impl DeserializeError for Faults {
    fn error<V: IntoValue>(
        had: Option<Self>,
        kind: ErrorKind<'_, V>,
        at: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        let mut all = had.unwrap_or_default();
        match kind {
            ErrorKind::MissingField { field } => {
                all.add(pointer(at.push_key(field)), "missing", "is missing");
            }
            ErrorKind::UnknownKey { key, accepted } => all.add(
                pointer(at.push_key(key)),
                "unknown-field",
                format!("is not a known member here; the members are {}", accepted.join(", ")),
            ),
            ErrorKind::IncorrectValueKind { actual, accepted } => {
                let detail =
                    format!("expects {}, not {}", expected(accepted), in_words(actual.kind()));
                all.add(pointer(at), "wrong-kind", detail);
            }
            ErrorKind::UnknownValue { accepted, .. } => {
                all.add(
                    pointer(at),
                    "unknown-value",
                    format!("must be one of {}", accepted.join(", ")),
                );
            }
            ErrorKind::BadSequenceLen { expected, .. } => {
                all.add(pointer(at), "length", format!("needs {expected} items"));
            }
            ErrorKind::Unexpected { msg } => {
                all.add(pointer(at), "unexpected", bound(&msg).unwrap_or(msg));
            }
        }
        ControlFlow::Continue(all)
    }
}

/// A kind of JSON value, as a person calls it.
fn in_words(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Null => "null",
        ValueKind::Boolean => "true or false",
        ValueKind::Integer | ValueKind::NegativeInteger => "a whole number",
        ValueKind::Float => "a number",
        ValueKind::String => "a text",
        ValueKind::Sequence => "a list",
        ValueKind::Map => "an object",
    }
}

fn expected(kinds: &[ValueKind]) -> String {
    let fractions = kinds.contains(&ValueKind::Float);
    let mut words: Vec<&str> = Vec::new();
    for word in kinds.iter().map(|kind| in_words(*kind)) {
        let narrower = fractions && word == in_words(ValueKind::Integer);
        if !narrower && !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" or ")
}

/// The bound of a whole number, out of the parser's own sentence.
fn bound(message: &str) -> Option<String> {
    let most = message.split_once("maximum value authorized is ");
    let least = message.split_once("minimum value authorized is ");
    let (words, (_, bound)) = match (most, least) {
        (Some(most), _) => ("must be at most", most),
        (_, Some(least)) => ("must be at least", least),
        (None, None) => return None,
    };
    Some(format!("{words} {}", bound.trim_matches('`')))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn detail<T: deserr::Deserr<Faults>>(value: Value) -> String {
        let faults = deserr::deserialize::<T, _, Faults>(value).err().unwrap();
        faults.iter().map(|fault| fault.detail.clone()).collect()
    }

    #[test]
    fn faults_are_told_in_plain_words() {
        assert_eq!(detail::<Vec<u8>>(json!({})), "expects a list, not an object");
        assert_eq!(detail::<f64>(json!("x")), "expects a number, not a text");
        assert_eq!(detail::<bool>(json!(1)), "expects true or false, not a whole number");
        assert_eq!(detail::<u8>(json!(999)), "must be at most 255");
        assert_eq!(detail::<i8>(json!(-999)), "must be at least -128");
    }
}
