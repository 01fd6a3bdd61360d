//! Changes to a draft, as values.

use crate::kernel::{Key, Money, Patch, Text};

/// What to change in a draft; what is not named stays. A text of none takes the answer back.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub answers: Vec<(Key, Option<Text<40_000>>)>,
    pub price: Patch<Money>,
}
