//! What public bodies publish: challenges in stages, procurements in lots. The lot is the unit of
//! competition: timetable, questions, criteria, key.

mod model;

pub use model::{
    CannotMove, Criterion, CriterionKind, Late, Lot, LotState, Move, Opportunity, OpportunityKind,
    OpportunityState, Phase, Question, QuestionKind,
};
