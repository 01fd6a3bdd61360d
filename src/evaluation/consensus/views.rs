//! What a panel has agreed, as it is shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::ConsensusMark;
use crate::kernel::Points;

/// The consensus mark of one criterion.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreedView {
    pub criterion_key: String,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    pub rationale: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Agreed {
    pub items: Vec<AgreedView>,
}

pub fn agreed(all: &[ConsensusMark]) -> Agreed {
    let items = all.iter().map(|mark| AgreedView {
        criterion_key: mark.criterion.clone(),
        mark: mark.points,
        rationale: mark.rationale.clone(),
    });
    Agreed { items: items.collect() }
}
