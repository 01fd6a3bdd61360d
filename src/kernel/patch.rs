//! A field of a JSON Merge Patch (RFC 7396).

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};

use super::Faults;

/// Absent, `null`, or a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    /// Applies to a field that may be empty.
    pub fn apply(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }
}

impl<T: Deserr<Faults>> Deserr<Faults> for Patch<T> {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        if matches!(value, Value::Null) {
            return Ok(Self::Clear);
        }
        T::deserialize_from_value(value, at).map(Self::Set)
    }
}
