//! The filters of a list of opportunities.

use crate::{
    kernel::{Cpv, Region, Theme},
    opportunities::{Code, OpportunityKind},
    prelude::*,
    words,
};

words!(
    /// Where an opportunity stands, as a list is asked for it: `open` and `closed` are made by time.
    Status {
        Draft = "draft", InReview = "in_review", Open = "open", Closed = "closed",
        Decided = "decided", Awarded = "awarded", NoBids = "no_bids", NoAward = "no_award",
        Cancelled = "cancelled",
    }
);

impl Status {
    /// Shown to members of the public body alone.
    pub const fn is_private(self) -> bool {
        matches!(self, Self::Draft | Self::InReview)
    }
}

/// All filters together; each narrows.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    pub kind: Option<OpportunityKind>,
    pub status: Option<Status>,
    pub cpv: Option<Cpv>,
    pub region: Option<Region>,
    pub theme: Option<Theme>,
    pub organisation: Option<Id<Organisation>>,
    pub closing_before: Option<Instant>,
    pub closing_after: Option<Instant>,
}

impl Filters {
    /// The codes asked for, the one that fits fewest first.
    pub fn codes(&self) -> Vec<Code> {
        let theme =
            self.theme.as_ref().map(|theme| Code { scheme: "theme", code: theme.to_string() });
        let cpv = self.cpv.as_ref().map(|cpv| Code { scheme: "cpv", code: cpv.key() });
        let region =
            self.region.as_ref().map(|region| Code { scheme: "region", code: region.to_string() });
        theme.into_iter().chain(cpv).chain(region).collect()
    }

    /// Whether nothing is filtered.
    pub fn are_none(&self) -> bool {
        self.codes().is_empty()
            && self.kind.is_none()
            && self.status.is_none()
            && self.organisation.is_none()
            && self.closing_before.is_none()
            && self.closing_after.is_none()
    }
}
