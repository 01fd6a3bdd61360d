//! Bids as values: states, content, missing answers. No SQL, no HTTP, no clock.

use std::collections::BTreeMap;

use diesel::Queryable;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;
use utoipa::ToSchema;

use crate::{
    kernel::Key,
    opportunities::{CriterionKind, Lot, LotState, Phase, Question, QuestionKind},
    prelude::*,
    suppliers::Snapshot,
    words,
};

words!(
    /// The state of a bid.
    BidState {
        /// Being written by the supplier.
        Draft = "draft",
        /// Submitted under seal; it may be replaced or withdrawn until the lot closes.
        Submitted = "submitted",
        /// Withdrawn by the supplier; it is never opened.
        Withdrawn = "withdrawn",
        /// Opened, and as it was submitted.
        Received = "received",
        /// Opened, but not as it was submitted; it does not compete.
        IntegrityFailed = "integrity_failed",
        /// Excluded from the competition.
        Excluded = "excluded",
        /// Awarded.
        Successful = "successful",
        /// Not awarded.
        Unsuccessful = "unsuccessful",
    }
);

words!(
    /// The state of a bid as its readers see it.
    BidStatus {
        /// Being written by the supplier.
        Draft = "draft",
        /// A draft that was not submitted before the lot closed.
        Lapsed = "lapsed",
        /// Submitted under seal; it may be replaced or withdrawn until the lot closes.
        Submitted = "submitted",
        /// Withdrawn by the supplier; it is never opened.
        Withdrawn = "withdrawn",
        /// Opened, and as it was submitted.
        Received = "received",
        /// Opened, but not as it was submitted; it does not compete.
        IntegrityFailed = "integrity_failed",
        /// Excluded from the competition.
        Excluded = "excluded",
        /// Awarded.
        Successful = "successful",
        /// Not awarded.
        Unsuccessful = "unsuccessful",
    }
);

/// The bid of a supplier for a lot, without its content.
#[derive(Debug, Clone)]
pub struct Bid {
    pub id: Id<Bid>,
    pub lot: Id<Lot>,
    pub organisation: Id<Organisation>,
    pub supplier_name: String,
    /// Whether the supplier is suspended from the platform at this moment.
    pub supplier_suspended: bool,
    pub state: BidState,
    pub state_reason: Option<String>,
    /// The number of the newest submission, which is the one that counts.
    pub submitted_version: i32,
    /// Known once the lot has been opened.
    pub price: Option<Money>,
    /// Every supplier that was ever asked to bid together with the lead.
    pub partners: Vec<Partnership>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

impl Bid {
    /// The state as readers see it: a draft that was never submitted lapses with the deadline.
    pub fn status(&self, lot: &Lot, now: Instant) -> BidStatus {
        match self.state {
            BidState::Draft if lot.phase(now) == Phase::Open => BidStatus::Draft,
            BidState::Draft => BidStatus::Lapsed,
            BidState::Submitted => BidStatus::Submitted,
            BidState::Withdrawn => BidStatus::Withdrawn,
            BidState::Received => BidStatus::Received,
            BidState::IntegrityFailed => BidStatus::IntegrityFailed,
            BidState::Excluded => BidStatus::Excluded,
            BidState::Successful => BidStatus::Successful,
            BidState::Unsuccessful => BidStatus::Unsuccessful,
        }
    }

    /// The partners that count: those named under the seal, and before there is one those that
    /// agreed.
    pub fn joint(&self) -> impl Iterator<Item = &Partnership> {
        let sealed = self.is_under_seal();
        self.partners.iter().filter(move |one| {
            let named = one.named_in == Some(self.submitted_version);
            if sealed { named } else { named || one.state == PartnershipState::Accepted }
        })
    }

    /// Every supplier with an interest in the bid: the lead, and the partners that have agreed, also
    /// those that did so too late to be named.
    pub fn suppliers(&self) -> impl Iterator<Item = Id<Organisation>> + '_ {
        let named = move |one: &&Partnership| {
            one.named_in.is_some() || one.state == PartnershipState::Accepted
        };
        let partners = self.partners.iter().filter(named).map(|one| one.organisation);
        std::iter::once(self.organisation).chain(partners)
    }

    /// Whether the bid is as it was received: it changes no more.
    pub const fn is_under_seal(&self) -> bool {
        match self.state {
            BidState::Draft | BidState::Submitted | BidState::Withdrawn => false,
            BidState::Received
            | BidState::IntegrityFailed
            | BidState::Excluded
            | BidState::Successful
            | BidState::Unsuccessful => true,
        }
    }
}

words!(
    /// The state of a partnership in a bid.
    PartnershipState {
        /// The partner has not answered yet.
        Invited = "invited",
        /// The partner has accepted.
        Accepted = "accepted",
        /// The partner has declined.
        Declined = "declined",
        /// The lead has withdrawn the invitation or removed the partner.
        Withdrawn = "withdrawn",
        /// The partner has left the bid.
        Left = "left",
    }
);

impl PartnershipState {
    /// Whether the partnership has neither been declined nor ended.
    pub const fn goes_on(self) -> bool {
        match self {
            Self::Invited | Self::Accepted => true,
            Self::Declined | Self::Withdrawn | Self::Left => false,
        }
    }
}

/// A supplier that was asked to be a partner in the bid of another supplier, the lead.
#[derive(Debug, Clone, Queryable)]
pub struct Partnership {
    pub id: Id<Partnership>,
    pub bid: Id<Bid>,
    pub lot: Id<Lot>,
    pub organisation: Id<Organisation>,
    pub organisation_name: String,
    /// The part of the partner in the work.
    pub part: String,
    pub state: PartnershipState,
    pub invited_at: Instant,
    pub answered_at: Option<Instant>,
    /// The instant when the lead removed the partner, or the partner left.
    pub ended_at: Option<Instant>,
    /// The newest submission that names the partner under its seal.
    pub named_in: Option<i32>,
}

/// A partner as it goes under the seal of a bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPartner {
    pub organisation: Id<Organisation>,
    pub name: String,
    pub part: String,
    /// The partner as it was at submission. The lead is never shown it.
    pub profile: Option<Snapshot>,
}

/// An answer to a question of the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AnswerView)]
pub struct Answer {
    /// The key of the question.
    pub question_key: Key,
    /// The words of the answer.
    pub text: String,
}

/// The content of a bid. Never stored but under seal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BidContent {
    pub answers: BTreeMap<String, String>,
    pub price: Option<Money>,
    /// The supplier as it was at submission (RULES 98). None in drafts, and in bids that were
    /// submitted before there were profiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Snapshot>,
    /// The partners as they were at submission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<NamedPartner>,
}

impl BidContent {
    /// The answers in the order of the lot's questions.
    pub fn in_order(&self, lot: &Lot) -> Vec<Answer> {
        let told = lot.questions.iter().filter_map(|question| {
            let text = self.answers.get(question.key.as_str())?.clone();
            Some(Answer { question_key: question.key.clone(), text })
        });
        told.collect()
    }

    /// Every answer that is missing for a submission.
    pub fn missing(&self, lot: &Lot) -> Faults {
        let mut faults = Faults::new();
        for question in lot.questions.iter().filter(|question| question.required) {
            if !self.answers.contains_key(question.key.as_str()) {
                let why = "this question must be answered";
                faults.add(format!("/answers/{}", question.key), "missing", why);
            }
        }
        let priced = lot.criteria.iter().any(|c| c.kind == CriterionKind::Price);
        if priced && self.price.is_none() {
            faults.add("/price", "missing", "give a price");
        }
        faults
    }
}

/// Unicode words (UAX #29), as the word limit counts them.
pub fn words_in(text: &str) -> usize {
    text.unicode_words().count()
}

/// Whether a text answers this kind of question.
pub fn answers(question: &Question, text: &str) -> Result<(), String> {
    match question.kind {
        QuestionKind::Text => {
            let (words, most) = (words_in(text), question.word_limit);
            let most = most.and_then(|most| usize::try_from(most).ok());
            match most {
                Some(most) if words > most => {
                    Err(format!("has {words} words; at most {most} are read"))
                }
                Some(_) | None => Ok(()),
            }
        }
        QuestionKind::YesNo if matches!(text, "yes" | "no") => Ok(()),
        QuestionKind::YesNo => Err("answer yes or no".to_owned()),
        QuestionKind::Number => match text.parse::<rust_decimal::Decimal>() {
            Ok(_) => Ok(()),
            Err(_) => Err("give a number, as in 12 or 12.5".to_owned()),
        },
        QuestionKind::Url => {
            let web = text.starts_with("https://") || text.starts_with("http://");
            let one = !text.contains(char::is_whitespace);
            if web && one { Ok(()) } else { Err("give one web address".to_owned()) }
        }
    }
}

/// A bid beside its lot.
#[derive(Debug, Clone, Copy)]
pub struct BidInLot<'a> {
    pub bid: &'a Bid,
    pub lot: &'a Lot,
}

/// A lot as a supplier that wants to bid finds it.
#[derive(Debug, Clone)]
pub struct LotForBidder {
    pub lot: Lot,
    pub organisation: Id<Organisation>,
    pub kind: OrganisationKind,
    pub suspended: bool,
    /// Whether the stage that this lot follows was awarded to the supplier; true without one.
    pub came_through: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotBid {
    #[error("this lot does not accept bids: it is {0}")]
    NotOpen(LotState),
    #[error("your organisation already has a bid for this lot")]
    HasOne(Id<Bid>),
    #[error("a bid that is {0} cannot be {1}")]
    WrongState(BidState, &'static str),
    #[error(
        "your organisation is not verified yet: an administrator has to verify it before it submits bids or invites partners"
    )]
    Unverified,
    #[error("bids are still sealed: they can be opened from {0}")]
    TooEarly(Instant),
    #[error("the bids of this lot have not been opened yet")]
    Sealed,
}

impl Refuse for CannotBid {
    fn kind(&self) -> Kind {
        match self {
            Self::NotOpen(_) | Self::WrongState(..) | Self::Sealed => kinds::WRONG_STATE,
            Self::HasOne(_) => kinds::TAKEN,
            Self::Unverified => kinds::FORBIDDEN,
            Self::TooEarly(_) => kinds::TOO_EARLY,
        }
    }

    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut members = serde_json::Map::new();
        match self {
            Self::HasOne(bid) => {
                members.insert("bid_id".to_owned(), bid.to_string().into());
            }
            Self::TooEarly(from) => {
                members.insert("opens_from".to_owned(), from.to_string().into());
            }
            Self::NotOpen(_) | Self::WrongState(..) | Self::Unverified | Self::Sealed => {}
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Text;

    fn question(kind: QuestionKind) -> Question {
        let key = Key::parse("q").unwrap();
        Question {
            key,
            prompt: Text::parse("?").unwrap(),
            kind,
            word_limit: Some(3),
            required: true,
        }
    }

    #[test]
    fn words_are_what_people_count() {
        assert_eq!(words_in("We don't use 12.5 sensors — ever."), 6);
        assert_eq!(words_in("  \n "), 0);
        let text = question(QuestionKind::Text);
        assert!(answers(&text, "one two three").is_ok());
        assert_eq!(
            answers(&text, "one two three four").unwrap_err(),
            "has 4 words; at most 3 are read"
        );
    }

    #[test]
    fn answers_fit_their_question() {
        for (kind, good, bad) in [
            (QuestionKind::YesNo, "yes", "perhaps"),
            (QuestionKind::Number, "12.5", "a dozen"),
            (QuestionKind::Url, "https://otter.example/x", "otter"),
        ] {
            assert!(answers(&question(kind), good).is_ok());
            assert!(answers(&question(kind), bad).is_err());
        }
    }
}
