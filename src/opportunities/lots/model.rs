//! Lots as values.

use deserr::Deserr;
use diesel::{Queryable, Selectable};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::model::{Opportunity, OpportunityKind},
    eligibility::Eligibility,
    states::{LotState, Phase},
};
use crate::{
    db::{
        Json, MaybeJson, MoneyColumns,
        schema::{lot_keys, lots, opportunities},
    },
    kernel::{Key, Points},
    prelude::*,
    words,
};

words!(
    /// The kind of answer that a question takes.
    QuestionKind {
        /// A text, of at most `word_limit` words.
        Text = "text",
        /// `yes` or `no`.
        YesNo = "yes_no",
        /// A number.
        Number = "number",
        /// The address of a web page.
        Url = "url",
    }
);

words!(
    /// The kind of a criterion.
    CriterionKind {
        /// Assessors mark the quality of the answers.
        Quality = "quality",
        /// The mark follows from the prices by rule.
        Price = "price",
        /// Assessors mark the benefit to society.
        SocialValue = "social_value",
        /// A bid passes with 1 or fails with 0.
        PassFail = "pass_fail",
    }
);

/// A question of a lot's response form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Question {
    /// The name of the question within its lot.
    pub key: Key,
    /// The question itself.
    #[schema(value_type = String, min_length = 1, max_length = 2000, example = "How will you keep the sensors clear of silt?")]
    pub prompt: Text<2000>,
    /// The kind of its answer.
    #[schema(example = "text")]
    pub kind: QuestionKind,
    /// The maximum number of words of an answer; for `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(minimum = 1, maximum = 5000, example = 500)]
    pub word_limit: Option<u32>,
    /// Whether a bid needs an answer to it.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub required: bool,
}

/// A criterion of the assessment of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Criterion {
    /// The name of the criterion within its lot, in addresses and marks.
    pub key: Key,
    /// The name of the criterion, as people read it.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "Approach")]
    pub name: Line<200>,
    /// The kind of the criterion.
    #[schema(example = "quality")]
    pub kind: CriterionKind,
    /// The share of the total; all weighted criteria of a lot sum to 100.00. None for `pass_fail`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "40.00")]
    pub weight: Option<Points>,
    /// The highest mark. `pass_fail` is marked 0 or 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "10.00")]
    pub scale_max: Option<Points>,
    /// A mark below this fails the bid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "5.00")]
    pub minimum: Option<Points>,
    /// The questions whose answers this criterion assesses.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub question_keys: Vec<Key>,
    /// Guidance for bidders and assessors: the merits that earn each mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 5000, example = "5 for a plan without risks.")]
    pub guidance: Option<Text<5000>>,
}

impl Criterion {
    /// The highest mark: as declared, 1.00 for pass or fail.
    pub fn top(&self) -> Points {
        let one = Points::from_hundredths(100).unwrap_or(Points::ZERO);
        match self.kind {
            CriterionKind::PassFail => one,
            CriterionKind::Quality | CriterionKind::Price | CriterionKind::SocialValue => {
                self.scale_max.unwrap_or(one)
            }
        }
    }
}

/// The unit of competition: a lot of a procurement or a stage of a challenge.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = lots)]
#[schema(as = LotContent)]
pub struct Lot {
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Lot>,
    /// The id of its opportunity.
    #[diesel(column_name = opportunity_id)]
    #[serde(rename = "opportunity_id")]
    #[schema(value_type = String, format = "uuid")]
    pub opportunity: Id<Opportunity>,
    #[diesel(select_expression = opportunities::title)]
    #[serde(skip)]
    pub opportunity_title: String,
    #[diesel(select_expression = opportunities::kind)]
    #[serde(skip)]
    pub kind: OpportunityKind,
    /// The public body that is the buyer.
    #[diesel(select_expression = opportunities::organisation_id)]
    #[serde(skip)]
    pub organisation: Id<Organisation>,
    /// Read from open data: its bids are taken elsewhere.
    #[diesel(select_expression = opportunities::imported)]
    #[serde(skip)]
    pub imported: bool,
    /// The place among the lots of its opportunity, from 1.
    pub position: i32,
    /// The id of the earlier stage whose winners alone may bid here.
    #[diesel(column_name = follows_lot_id)]
    #[serde(rename = "follows_lot_id")]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub follows: Option<Id<Lot>>,
    /// The state as the last operation left it.
    pub state: LotState,
    /// The title of the lot.
    pub title: String,
    /// The description of what is wanted.
    pub description: String,
    /// The estimated value of the lot.
    #[diesel(select_expression = (lots::value_minor, lots::currency))]
    #[diesel(deserialize_as = MoneyColumns)]
    pub value: Option<Money>,
    /// The last instant at which suppliers may ask questions.
    pub clarifications_close_at: Option<Instant>,
    /// The deadline: bids are on time until this instant, it included.
    pub submissions_close_at: Option<Instant>,
    /// The maximum number of winners.
    pub max_awards: i32,
    /// The questions of the response form.
    #[diesel(deserialize_as = Json<Vec<Question>>)]
    pub questions: Vec<Question>,
    /// The criteria that bids are assessed by.
    #[diesel(deserialize_as = Json<Vec<Criterion>>)]
    pub criteria: Vec<Criterion>,
    /// The conditions on suppliers besides those of every lot; they stay as published.
    #[diesel(deserialize_as = MaybeJson<Eligibility>)]
    pub eligibility: Option<Eligibility>,
    /// The instant at which officers opened the bids.
    pub opened_at: Option<Instant>,
    #[serde(skip)]
    pub consensus_locked_at: Option<Instant>,
    /// The key that bids are sealed to; none before publication.
    #[diesel(embed)]
    pub seal: Option<Seal>,
    /// The version, for `If-Match`.
    pub version: i64,
}

impl audit::Versioned for Lot {
    const KIND: &'static str = "lot";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

/// The public half of a lot's key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = lot_keys)]
pub struct Seal {
    /// The age recipient that bids are sealed to.
    #[schema(example = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")]
    pub recipient: String,
    /// The SHA-256 of the recipient, in hex: in the audit log since publication.
    pub fingerprint: String,
}

/// A bid that came after the deadline (SAFETY 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("bids closed at {closed}; the last byte of this bid arrived at {received}")]
pub struct Late {
    pub closed: Instant,
    pub received: Instant,
}

impl Refuse for Late {
    fn kind(&self) -> Kind {
        kinds::DEADLINE_PASSED
    }

    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut members = serde_json::Map::new();
        members.insert("submissions_close_at".to_owned(), self.closed.to_string().into());
        members.insert("received_at".to_owned(), self.received.to_string().into());
        members
    }
}

/// An imported lot is a copy: bids, openings and changes happen where it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this lot was imported from open data; bid where it was published (see its source)")]
pub struct RunElsewhere;

impl Refuse for RunElsewhere {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

impl Lot {
    /// Refuses a change of an imported lot.
    pub fn runs_here(&self) -> Result<(), RunElsewhere> {
        if self.imported { Err(RunElsewhere) } else { Ok(()) }
    }

    pub fn phase(&self, now: Instant) -> Phase {
        self.state.at(self.submissions_close_at, now)
    }

    /// The one judge of timeliness: on time if, and only if, `received_at <= submissions_close_at`.
    pub fn verdict(&self, received_at: Instant) -> Result<(), Late> {
        match self.submissions_close_at {
            Some(closed) if received_at > closed => Err(Late { closed, received: received_at }),
            Some(_) | None => Ok(()),
        }
    }

    /// The instant from which bids may be opened: the deadline, and the time that requests of
    /// bidders may still take.
    pub fn opens_from(&self, delay: Period) -> Option<Instant> {
        self.submissions_close_at.map(|close| close.plus(delay))
    }

    pub fn criterion(&self, key: &Key) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == *key)
    }

    pub fn question(&self, key: &Key) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == *key)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAmend {
    #[error("only a lot that takes bids can be given more time; this one is {0}")]
    NotOpen(Phase),
    #[error("a deadline only moves later; bids close at {0} now")]
    Earlier(Instant),
    #[error("a contract was signed for this lot: the lot cannot be cancelled any more")]
    Signed,
}

impl Refuse for CannotAmend {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

/// A deadline that was moved.
#[derive(Debug, Clone)]
pub struct Amendment {
    pub lot: Id<Lot>,
    pub reason: String,
    pub old_close_at: Instant,
    pub new_close_at: Instant,
    pub made_by: Id<User>,
    pub made_at: Instant,
}
