//! Opportunities as values.

use diesel::{Queryable, Selectable};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    db::{Json, Words, schema::opportunities},
    kernel::{Cpv, Region, Theme},
    prelude::*,
    words,
};

/// A challenge or a procurement of a public body, published or still a draft.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = opportunities)]
pub struct Opportunity {
    /// Its reference number, the same for its whole life.
    pub number: i64,
    pub id: Id<Opportunity>,
    #[diesel(column_name = organisation_id)]
    pub organisation: Id<Organisation>,
    pub buyer_name: String,
    pub kind: OpportunityKind,
    pub state: OpportunityState,
    #[diesel(embed)]
    pub content: Content,
    /// The authors of its words: none of them may publish it.
    #[diesel(deserialize_as = Words<Id<User>>)]
    pub writers: Vec<Id<User>>,
    /// The notice that it was imported from; none when its public body drafted it here.
    #[diesel(select_expression = (opportunities::ocid, opportunities::source_url))]
    #[diesel(deserialize_as = SourceColumns)]
    pub source: Option<Source>,
    pub published_at: Option<Instant>,
    /// When the last of its lots stops taking bids.
    pub closes_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

impl audit::Versioned for Opportunity {
    const KIND: &'static str = "opportunity";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn version(&self) -> i64 {
        self.version
    }
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

#[derive(Queryable)]
pub struct SourceColumns {
    ocid: Option<String>,
    url: Option<String>,
}

impl From<SourceColumns> for Option<Source> {
    fn from(SourceColumns { ocid, url }: SourceColumns) -> Self {
        ocid.map(|ocid| Source { ocid, url })
    }
}

/// The words of an opportunity. All but the title may be missing while it is a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = opportunities)]
#[schema(as = OpportunityContent)]
pub struct Content {
    /// The title of the opportunity.
    pub title: String,
    /// The opportunity in a few sentences, as lists show it.
    pub summary: String,
    /// The description of what is wanted.
    pub description: String,
    /// The CPV codes of what is bought.
    #[diesel(deserialize_as = Json<Vec<Cpv>>)]
    pub cpv: Vec<Cpv>,
    /// The regions of delivery (ITL).
    #[diesel(deserialize_as = Json<Vec<Region>>)]
    pub regions: Vec<Region>,
    /// The themes that suppliers follow.
    #[diesel(deserialize_as = Json<Vec<Theme>>)]
    pub themes: Vec<Theme>,
    /// The route of a procurement to its suppliers.
    pub route: Option<Route>,
    #[diesel(deserialize_as = Option<Json<ChallengeContent>>)]
    #[serde(flatten)]
    pub challenge: ChallengeContent,
}

/// The words that a challenge has and a procurement has not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChallengeContent {
    /// The problem to be solved.
    #[schema(value_type = Option<String>)]
    pub problem_statement: Option<Text<10_000>>,
    /// The outcomes that the public body wants.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub desired_outcomes: Vec<Text<1_000>>,
    /// The budget for all stages.
    pub budget: Option<Money>,
    /// The owner of the intellectual property that arises.
    #[schema(value_type = Option<String>)]
    pub ip_terms: Option<Text<5_000>>,
}

impl From<Option<Json<ChallengeContent>>> for ChallengeContent {
    fn from(column: Option<Json<Self>>) -> Self {
        column.map(|json| json.0).unwrap_or_default()
    }
}

words!(
    /// How a procurement finds its suppliers.
    Route {
        /// Every supplier may bid: the notice is published.
        Advertised = "advertised",
        /// The suppliers that the public body invites may bid.
        Invited = "invited",
        /// One supplier is asked, without a competition.
        Direct = "direct",
    }
);

words!(
    /// The kind of an opportunity.
    OpportunityKind {
        /// A problem to be solved, in stages that follow one another.
        Challenge = "challenge",
        /// A purchase, in lots that stand side by side.
        Procurement = "procurement",
    }
);

words!(
    /// The summary of the lots' states; `draft` and `in_review` come before them.
    OpportunityState {
        Draft = "draft", InReview = "in_review", Published = "published", Decided = "decided",
        Awarded = "awarded", NoBids = "no_bids", NoAward = "no_award", Cancelled = "cancelled",
    }
);

words!(
    /// The status of an opportunity at present: what its lots have come to, by the clock of now.
    OpportunityStatus {
        /// Authors write it; only members of the public body see it.
        Draft = "draft",
        /// An approver checks it; only members of the public body see it.
        InReview = "in_review",
        /// A lot takes bids.
        Open = "open",
        /// Bids have closed, and no lot is decided yet.
        Closed = "closed",
        /// A lot has a winner, and its contract is not signed yet.
        Decided = "decided",
        /// A contract is signed.
        Awarded = "awarded",
        /// Every lot ended without a bid.
        NoBids = "no_bids",
        /// Every lot ended without an award.
        NoAward = "no_award",
        /// The public body has cancelled every lot.
        Cancelled = "cancelled",
    }
);

impl Opportunity {
    /// The status that the public sees.
    pub fn status(&self, now: Instant) -> OpportunityStatus {
        self.state.at(self.closes_at, now)
    }
}

impl OpportunityState {
    /// The status at an instant: `open` and `closed` follow from the deadline.
    pub fn at(self, closes_at: Option<Instant>, now: Instant) -> OpportunityStatus {
        match self {
            Self::Draft => OpportunityStatus::Draft,
            Self::InReview => OpportunityStatus::InReview,
            Self::Published if closes_at.is_some_and(|close| now <= close) => {
                OpportunityStatus::Open
            }
            Self::Published => OpportunityStatus::Closed,
            Self::Decided => OpportunityStatus::Decided,
            Self::Awarded => OpportunityStatus::Awarded,
            Self::NoBids => OpportunityStatus::NoBids,
            Self::NoAward => OpportunityStatus::NoAward,
            Self::Cancelled => OpportunityStatus::Cancelled,
        }
    }
}
