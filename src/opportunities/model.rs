//! Opportunities as values.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{Cpv, Region, Theme},
    prelude::*,
    words,
};

/// A challenge or a procurement of a public body, published or still a draft.
#[derive(Debug, Clone)]
pub struct Opportunity {
    /// Its reference number, the same for its whole life.
    pub number: i64,
    pub id: Id<Opportunity>,
    pub organisation: Id<Organisation>,
    pub buyer_name: String,
    pub kind: OpportunityKind,
    pub state: OpportunityState,
    pub content: Content,
    /// The authors of its words: none of them may publish it.
    pub writers: Vec<Id<User>>,
    /// The notice that it was imported from; none when its public body drafted it here.
    pub source: Option<Source>,
    pub published_at: Option<Instant>,
    /// When the last of its lots stops taking bids.
    pub closes_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// The source of an imported opportunity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// The open contracting id of the process (OCDS 1.1).
    #[schema(example = "ocds-b5fd17-f58cdc94-a695-404c-bd6c-718ff8c698e9")]
    pub ocid: String,
    /// The original notice, where suppliers bid.
    pub url: Option<String>,
}

/// The words of an opportunity. All but the title may be missing while it is a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    pub title: String,
    pub summary: String,
    pub description: String,
    pub cpv: Vec<Cpv>,
    pub regions: Vec<Region>,
    pub themes: Vec<Theme>,
    pub route: Option<Route>,
    pub challenge: ChallengeContent,
}

/// The words that a challenge has and a procurement has not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeContent {
    pub problem_statement: Option<Text<10_000>>,
    #[serde(default)]
    pub desired_outcomes: Vec<Text<1_000>>,
    pub budget: Option<Money>,
    pub ip_terms: Option<Text<5_000>>,
}

words!(
    /// How a procurement finds its suppliers.
    Route { Advertised = "advertised", Invited = "invited", Direct = "direct" }
);

words!(OpportunityKind { Challenge = "challenge", Procurement = "procurement" });
words!(
    /// The summary of the lots' states; `draft` and `in_review` come before them.
    OpportunityState {
        Draft = "draft", InReview = "in_review", Published = "published", Decided = "decided",
        Awarded = "awarded", NoBids = "no_bids", NoAward = "no_award", Cancelled = "cancelled",
    }
);
impl Opportunity {
    /// The status that the public sees.
    pub fn status(&self, now: Instant) -> &'static str {
        self.state.at(self.closes_at, now)
    }
}

impl OpportunityState {
    /// The status at an instant: `open` and `closed` follow from the deadline.
    pub fn at(self, closes_at: Option<Instant>, now: Instant) -> &'static str {
        match self {
            Self::Published if closes_at.is_some_and(|close| now <= close) => "open",
            Self::Published => "closed",
            Self::Draft
            | Self::InReview
            | Self::Decided
            | Self::Awarded
            | Self::NoBids
            | Self::NoAward
            | Self::Cancelled => self.as_str(),
        }
    }
}
