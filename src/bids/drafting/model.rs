//! Changes to a draft, as values.

use deserr::Deserr;
use utoipa::ToSchema;

use super::super::model::{Bid, BidContent};
use crate::{
    kernel::{Key, Patch},
    opportunities::Lot,
    prelude::*,
};

/// Changes of a draft.
#[derive(Debug, Clone, Default, Deserr, ToSchema)]
#[schema(as = EditBid)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Edit {
    /// The answers to change; other answers stay.
    #[deserr(default)]
    #[schema(required = false)]
    pub answers: Vec<EditedAnswer>,
    /// The price; null removes it.
    #[deserr(default)]
    #[schema(value_type = Option<Money>)]
    pub price: Patch<Money>,
}

/// An answer of a draft.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[schema(as = AnswerBody)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EditedAnswer {
    /// The key of the question.
    #[schema(example = "approach")]
    pub question_key: Key,
    /// The words of the answer; null removes the answer.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Sensors that text before a drain blocks.")]
    pub text: Option<Text<40_000>>,
}

/// A draft after a change.
#[derive(Debug, Clone)]
pub struct Edited {
    pub bid: Bid,
    pub lot: Lot,
    pub content: BidContent,
}
