//! Applications and assessments as values. Pure.

use deserr::Deserr;
use diesel::Queryable;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    db::Json,
    kernel::{Date, Key},
    prelude::*,
    words,
};

words!(
    /// The state of a capability application.
    ApplicationState {
        /// The application waits for assessment.
        Submitted = "submitted",
        /// Every criterion was met.
        Granted = "granted",
        /// A criterion was not met.
        Declined = "declined",
        /// The supplier has withdrawn the application.
        Withdrawn = "withdrawn",
    }
);

/// Whether this leads somewhere by https, and can stand in a page.
pub fn is_https(url: &str) -> bool {
    let rest = url.strip_prefix("https://");
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '<', '>', '"']))
}

/// The evidence for one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CapabilityEvidence)]
pub struct Evidence {
    /// The key of the criterion.
    #[schema(example = "delivered")]
    pub criterion: Key,
    /// The evidence in plain words.
    #[schema(example = "We built the flood register of a borough, which its engineers use daily.")]
    pub text: Text<4_000>,
    /// A web address with more; begins with https://.
    #[deserr(default)]
    #[schema(example = "https://otter.example/flood-register")]
    pub url: Option<Line<500>>,
}

/// The finding for one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CapabilityFinding)]
pub struct Finding {
    /// The key of the criterion.
    #[schema(example = "delivered")]
    pub criterion: Key,
    /// Whether the criterion is met.
    #[schema(example = true)]
    pub met: bool,
    /// Feedback for the supplier; needed if the criterion is not met.
    #[deserr(default)]
    #[schema(example = "The work that you name is of 2015: show one of the last three years.")]
    pub feedback: Option<Text<2_000>>,
}

/// A capability application without its evidence.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
#[schema(as = CapabilityApplicationSummary)]
pub struct Application {
    /// The id of the application.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Application>,
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the supplier.
    pub organisation_name: String,
    /// The code of the category.
    #[schema(example = "user-research")]
    pub category: String,
    /// The title of the category.
    #[schema(example = "User research")]
    pub category_title: String,
    /// The state of the application.
    pub state: ApplicationState,
    /// The time of the application.
    pub applied_at: Instant,
}

impl Application {
    /// Suppliers put care into a few; assessors read what was meant.
    pub const MOST_SUBMITTED: usize = 5;

    /// Whether it waits still; what has ended stays as it ended.
    pub fn waits(&self) -> Result<(), CannotAssess> {
        match self.state {
            ApplicationState::Submitted => Ok(()),
            ended @ (ApplicationState::Granted
            | ApplicationState::Declined
            | ApplicationState::Withdrawn) => Err(CannotAssess::Ended(ended)),
        }
    }
}

/// An application with everything that was said and found.
#[derive(Debug, Clone)]
pub struct FullApplication {
    pub application: Application,
    pub submitted: Submitted,
    pub assessment: Option<Assessment>,
    pub revocation: Option<Revocation>,
}

/// The evidence of an application, its applicant, and its withdrawal.
#[derive(Debug, Clone, Queryable)]
pub struct Submitted {
    #[diesel(deserialize_as = Json<Vec<Evidence>>)]
    pub evidence: Vec<Evidence>,
    pub by_id: Id<User>,
    pub by_name: String,
    pub withdrawn_at: Option<Instant>,
}

/// The result of an assessment; it never changes.
#[derive(Debug, Clone, Queryable)]
pub struct Assessment {
    #[diesel(deserialize_as = Json<Vec<Finding>>)]
    pub findings: Vec<Finding>,
    /// Until when the capability is held; none where one criterion is not met.
    pub good_until: Option<Instant>,
    pub assessed_at: Instant,
}

impl Assessment {
    /// Two years: evidence is of work that the people who did it still answer for, and nobody is
    /// assessed for the same thing every year, which is how often the profile is said again.
    const YEARS: i8 = 2;

    /// Granted if, and only if, every criterion is met.
    pub fn of(findings: &[Finding], now: Instant) -> Option<Self> {
        let all_met = findings.iter().all(|finding| finding.met);
        let end = Date::of(now)?.in_years(Self::YEARS)?.end()?;
        Some(Self {
            findings: findings.to_vec(),
            good_until: all_met.then_some(end),
            assessed_at: now,
        })
    }

    pub fn outcome(&self) -> ApplicationState {
        match self.good_until {
            Some(_) => ApplicationState::Granted,
            None => ApplicationState::Declined,
        }
    }
}

/// The end of a capability before its time.
#[derive(Debug, Clone, Queryable)]
pub struct Revocation {
    pub revoked_at: Instant,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotApply {
    #[error(
        "your organisation is not verified, or is being verified again: it can apply once an administrator has verified it"
    )]
    Unverified,
    #[error(
        "your organisation has applied for this category already: wait for the assessment, or withdraw the application"
    )]
    Waiting,
    #[error("your organisation waits for five assessments already: withdraw one application first")]
    Many,
}

impl Refuse for CannotApply {
    fn kind(&self) -> Kind {
        match self {
            Self::Unverified => kinds::FORBIDDEN,
            Self::Waiting => kinds::TAKEN,
            Self::Many => kinds::WRONG_STATE,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAssess {
    #[error("this application is {0} already")]
    Ended(ApplicationState),
    #[error("this supplier is suspended, or not verified: it is assessed once that has changed")]
    NotStanding,
    #[error(
        "this application is not in force: it was not granted, was revoked or renewed, or has expired"
    )]
    NotHeld,
}

impl Refuse for CannotAssess {
    fn kind(&self) -> Kind {
        match self {
            Self::Ended(_) | Self::NotStanding | Self::NotHeld => kinds::WRONG_STATE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: &str) -> Key {
        Key::parse(word).unwrap()
    }

    fn finding(word: &str, met: bool) -> Finding {
        Finding { criterion: key(word), met, feedback: None }
    }

    #[test]
    fn one_criterion_that_is_not_met_declines() {
        let now: Instant = "2026-09-01T09:00:00Z".parse().unwrap();
        let of = |findings: &[Finding]| Assessment::of(findings, now).unwrap();
        let granted = of(&[finding("a", true), finding("b", true)]);
        assert_eq!(granted.outcome(), ApplicationState::Granted);
        // The whole last day in London, which has summer time then.
        assert_eq!(granted.good_until.unwrap().to_string(), "2028-09-01T23:00:00Z");
        let declined = of(&[finding("a", true), finding("b", false)]);
        assert_eq!((declined.outcome(), declined.good_until), (ApplicationState::Declined, None));
        let leap = Assessment::of(&[], "2028-02-29T12:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(leap.good_until.unwrap().to_string(), "2030-03-01T00:00:00Z");
    }

    #[test]
    fn evidence_leads_to_https_alone() {
        for good in ["https://a.example", "https://a.example/b?c=d"] {
            assert!(is_https(good), "{good}");
        }
        for bad in
            ["http://a.example", "https://", "javascript:alert(1)", "https://a b", "https://\"><b>"]
        {
            assert!(!is_https(bad), "{bad}");
        }
    }
}
