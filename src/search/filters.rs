//! What a list of opportunities is narrowed down to.

use crate::{
    access::Organisation,
    kernel::{Cpv, Id, Instant, Region, Theme},
    opportunities::OpportunityKind,
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
    /// Not for everybody's eyes.
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
    pub fn codes(&self) -> Vec<(&'static str, String)> {
        let theme = self.theme.as_ref().map(|theme| ("theme", theme.to_string()));
        let cpv = self.cpv.as_ref().map(|cpv| ("cpv", cpv.key()));
        let region = self.region.as_ref().map(|region| ("region", region.to_string()));
        theme.into_iter().chain(cpv).chain(region).collect()
    }

    /// Nothing but words decides.
    pub fn are_none(&self) -> bool {
        self.codes().is_empty()
            && self.kind.is_none()
            && self.status.is_none()
            && self.organisation.is_none()
            && self.closing_before.is_none()
            && self.closing_after.is_none()
    }
}
