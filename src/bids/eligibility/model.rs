//! Reasons: one for each condition, for programs and for people.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{kernel::FieldFault, opportunities::NeededBy, prelude::*, words};

words!(
    /// What is asked of a supplier. `verified`, `not_suspended` and `exclusions` are asked for every
    /// lot, `terms` where the platform has any, `earlier_stage` where a lot follows another one,
    /// `partner` where one has left a bid that names it, the others where the lot says so.
    Condition {
        Verified = "verified", NotSuspended = "not_suspended", Terms = "terms",
        EarlierStage = "earlier_stage",
        ReservedFor = "reserved_for", Accreditation = "accreditation", Insurance = "insurance",
        Capability = "capability", Exclusions = "exclusions", Partner = "partner",
    }
);

words!(
    /// Where a condition stands, from the best to the worst. `expired`: it was met, and what showed
    /// that has run out. `missing`: nothing was said. `not_met`: what was said does not meet it.
    State { Met = "met", Expired = "expired", Missing = "missing", NotMet = "not_met" }
);

impl State {
    /// As codes of errors are written.
    const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Expired => "expired",
            Self::Missing => "missing",
            Self::NotMet => "not-met",
        }
    }
}

/// A condition of a lot, and whether a supplier meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityReason)]
pub struct Reason {
    pub condition: Condition,
    /// The accreditation, insurance or capability of the condition.
    #[schema(example = "cyber_essentials")]
    pub kind: Option<String>,
    /// The partner in a joint bid that it is about, or that comes nearest to it; none where that is
    /// the supplier that bids.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub organisation_id: Option<Id<Organisation>>,
    /// Its place in the supplier's profile (RFC 6901); none where it is not the supplier that says
    /// it.
    #[schema(example = "/accreditations/accreditations/0")]
    pub pointer: Option<String>,
    #[schema(inline)]
    pub state: State,
    pub by: NeededBy,
    /// Whether it keeps the supplier from what it is needed for. Answers about exclusion grounds
    /// that are missing or have run out are told, and keep nobody out.
    pub keeps_out: bool,
    #[schema(example = "the accreditation cyber essentials ran out on 2027-01-31")]
    pub detail: String,
}

impl Reason {
    /// Whether another reason is about the very same condition.
    pub fn is_about(&self, other: &Self) -> bool {
        let of = |one: &Self| (one.condition, one.organisation_id);
        of(self) == of(other) && self.kind == other.kind
    }

    /// As an error of a refusal, at a place.
    pub fn error(&self, pointer: impl Into<String>) -> FieldFault {
        let (pointer, code) = (pointer.into(), self.state.code());
        FieldFault { pointer, code, detail: self.detail.clone() }
    }
}

/// A bid that cannot be submitted: what keeps its supplier out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("your organisation does not meet the conditions of this lot; see errors")]
pub struct NotEligible(pub Vec<Reason>);

impl Refuse for NotEligible {
    fn kind(&self) -> Kind {
        kinds::NOT_ELIGIBLE
    }

    fn errors(&self) -> Vec<FieldFault> {
        self.0.iter().map(|one| one.error(one.pointer.clone().unwrap_or_default())).collect()
    }

    fn members(&self) -> Map<String, Value> {
        let reasons = serde_json::to_value(&self.0).unwrap_or_default();
        Map::from_iter([("reasons".to_owned(), reasons)])
    }
}
