//! The filters of a list of opportunities.

use crate::{
    kernel::{Cpv, Region, Theme},
    opportunities::{Code, OpportunityKind, OpportunityStatus},
    prelude::*,
};

/// The filters of a list; each narrows.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    pub kind: Option<OpportunityKind>,
    pub status: Option<OpportunityStatus>,
    pub cpv: Option<Cpv>,
    pub region: Option<Region>,
    pub theme: Option<Theme>,
    pub organisation: Option<Id<Organisation>>,
    pub closing_before: Option<Instant>,
    pub closing_after: Option<Instant>,
}

impl Filters {
    /// Whether drafts are asked for, which members of the public body alone are shown.
    pub fn are_of_drafts(&self) -> bool {
        matches!(self.status, Some(OpportunityStatus::Draft | OpportunityStatus::InReview))
    }

    /// The codes asked for, the one that fits fewest first.
    pub fn codes(&self) -> Vec<Code> {
        let theme = self.theme.as_ref().map(|theme| ("theme", theme.to_string()));
        let cpv = self.cpv.as_ref().map(|cpv| ("cpv", cpv.key()));
        let region = self.region.as_ref().map(|region| ("region", region.to_string()));
        let all = [theme, cpv, region].into_iter().flatten();
        all.map(|(scheme, code)| Code { scheme, code }).collect()
    }

    /// Whether no filter is given.
    pub fn are_none(&self) -> bool {
        self.codes().is_empty()
            && self.kind.is_none()
            && self.status.is_none()
            && self.organisation.is_none()
            && self.closing_before.is_none()
            && self.closing_after.is_none()
    }
}
