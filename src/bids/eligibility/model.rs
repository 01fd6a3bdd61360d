//! Reasons: one for each condition, for programs and for people.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{
    kernel::FieldFault,
    opportunities::{Lot, NeededBy},
    prelude::*,
    words,
};

words!(
    /// A condition that a supplier has to meet.
    Condition {
        /// The supplier is verified. Asked for every lot.
        Verified = "verified",
        /// The supplier is not suspended. Asked for every lot.
        NotSuspended = "not_suspended",
        /// The supplier has accepted the terms of the platform, where there are any.
        Terms = "terms",
        /// The supplier was awarded the lot that this one follows.
        EarlierStage = "earlier_stage",
        /// The supplier belongs to a group for which the lot is reserved.
        ReservedFor = "reserved_for",
        /// The supplier holds an accreditation.
        Accreditation = "accreditation",
        /// The supplier is insured.
        Insurance = "insurance",
        /// The supplier holds a capability.
        Capability = "capability",
        /// The supplier has answered about exclusion grounds, and none applies. Asked for every lot.
        Exclusions = "exclusions",
        /// A partner that the bid names has not left it.
        Partner = "partner",
    }
);

words!(
    /// The state of a condition, from the best to the worst.
    ConditionState {
        /// The condition is met.
        Met = "met",
        /// The condition was met by evidence that has expired.
        Expired = "expired",
        /// The profile says nothing about the condition.
        Missing = "missing",
        /// The profile does not meet the condition.
        NotMet = "not_met",
    }
);

impl ConditionState {
    /// The state as a code of an error.
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
    /// The condition.
    pub condition: Condition,
    /// The accreditation, insurance or capability of the condition.
    #[schema(example = "cyber_essentials")]
    pub kind: Option<String>,
    /// The partner in a joint bid that the condition is about, or that comes nearest to it; none
    /// where that is the supplier that bids.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub organisation_id: Option<Id<Organisation>>,
    /// The JSON pointer (RFC 6901) into the profile of the supplier; none where the profile has no
    /// say.
    #[schema(example = "/accreditations/accreditations/0")]
    pub pointer: Option<String>,
    /// The state of the condition.
    pub state: ConditionState,
    /// The step for which the condition is needed.
    pub by: NeededBy,
    /// Whether the condition keeps the supplier from that step. Answers about exclusion grounds that
    /// are missing or have expired are reported, and keep no supplier out.
    pub keeps_out: bool,
    /// The reason in words.
    #[schema(example = "the accreditation cyber essentials ran out on 2027-01-31")]
    pub detail: String,
}

impl Reason {
    /// Whether another reason is about the same condition.
    pub fn is_about(&self, other: &Self) -> bool {
        let of = |one: &Self| (one.condition, one.organisation_id);
        of(self) == of(other) && self.kind == other.kind
    }

    /// The reason as an error of a refusal.
    pub fn error(&self, pointer: impl Into<String>) -> FieldFault {
        let (pointer, code) = (pointer.into(), self.state.code());
        FieldFault { pointer, code, detail: self.detail.clone() }
    }
}

/// The eligibility of a supplier for a lot at this moment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LotEligibility)]
pub struct Eligibility {
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// Whether the supplier can submit a bid.
    pub eligible: bool,
    /// Whether the supplier could be awarded now.
    pub eligible_for_award: bool,
    /// All conditions, including those that are met.
    pub reasons: Vec<Reason>,
    /// The instant of the judgement.
    pub judged_at: Instant,
}

/// The refusal of a bid whose supplier does not meet the conditions.
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
