//! Capabilities as values. Pure.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::{Organisation, User},
    kernel::{Date, Faults, Id, Instant, Key, Kind, Line, Refuse, Text, kinds},
    words,
};

words!(
    /// Whether suppliers can still apply for a category.
    CategoryState { Open = "open", Retired = "retired" }
);

words!(
    /// How far an application has come.
    ApplicationState {
        Submitted = "submitted", Granted = "granted", Declined = "declined",
        Withdrawn = "withdrawn",
    }
);

/// One line of what is assessed: met or not.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CapabilityCriterion)]
pub struct Criterion {
    #[schema(example = "delivered")]
    pub key: Key,
    #[schema(example = "Has delivered it for a public body")]
    pub title: Line<200>,
    /// What evidence shows it, for suppliers and assessors alike.
    #[schema(example = "Name one piece of work of the last three years, and what became of it.")]
    pub guidance: Text<2_000>,
}

/// What suppliers can be assessed for.
#[derive(Debug, Clone)]
pub struct Category {
    /// By which everybody names it; it never changes.
    pub code: String,
    pub title: String,
    pub description: String,
    pub criteria: Vec<Criterion>,
    pub state: CategoryState,
    pub made_at: Instant,
    pub updated_at: Instant,
    pub retired: Option<(Instant, String)>,
    pub version: i64,
}

impl Category {
    /// More than anybody answers, or assesses, with care.
    pub const MOST_CRITERIA: usize = 12;

    /// Nobody applies for, and nobody changes, what is retired.
    pub fn is_open(&self) -> Result<(), CannotCategorise> {
        match self.state {
            CategoryState::Open => Ok(()),
            CategoryState::Retired => Err(CannotCategorise::Retired),
        }
    }

    /// Whether these are its criteria, each once; `at` is where they stand in the body.
    fn answered_by<'a>(&self, at: &str, keys: impl Iterator<Item = &'a Key>) -> Faults {
        let mut faults = Faults::new();
        let mut seen: Vec<&Key> = Vec::new();
        for (n, key) in keys.enumerate() {
            let place = format!("{at}/{n}/criterion");
            if !self.criteria.iter().any(|criterion| criterion.key == *key) {
                faults.add(place, "unknown", "this category has no such criterion");
            } else if seen.contains(&key) {
                faults.add(place, "duplicate", "this criterion stands here already");
            }
            seen.push(key);
        }
        for criterion in &self.criteria {
            if !seen.contains(&&criterion.key) {
                let detail = format!("{} is missing: {}", criterion.key, criterion.title);
                faults.add(at, "missing", detail);
            }
        }
        faults
    }

    /// Whether there is evidence for every criterion, as it has to be.
    pub fn proved_by(&self, evidence: &[Evidence]) -> Result<(), Faults> {
        let mut faults = self.answered_by("/evidence", evidence.iter().map(|one| &one.criterion));
        for (n, one) in evidence.iter().enumerate() {
            if one.url.as_ref().is_some_and(|url| !is_https(url.as_str())) {
                let detail = "give a web address that begins with https://";
                faults.add(format!("/evidence/{n}/url"), "url", detail);
            }
        }
        faults.none()
    }

    /// Whether there is a finding for every criterion, with feedback where it is not met.
    pub fn judged_by(&self, findings: &[Finding]) -> Result<(), Faults> {
        let mut faults = self.answered_by("/findings", findings.iter().map(|one| &one.criterion));
        for (n, one) in findings.iter().enumerate() {
            if !one.met && one.feedback.is_none() {
                let detail = "say what is missing where a criterion is not met";
                faults.add(format!("/findings/{n}/feedback"), "missing", detail);
            }
        }
        faults.none()
    }

    pub fn title_of(&self, key: &Key) -> String {
        let found = self.criteria.iter().find(|criterion| criterion.key == *key);
        found.map_or_else(|| key.to_string(), |criterion| criterion.title.to_string())
    }
}

/// Whether criteria can stand in a category; they stand at `/criteria`.
pub fn criteria_faults(criteria: &[Criterion]) -> Faults {
    let mut faults = Faults::new();
    if criteria.is_empty() {
        faults.add("/criteria", "empty", "give at least one criterion");
    }
    if criteria.len() > Category::MOST_CRITERIA {
        faults.add("/criteria", "too-many", "give at most twelve criteria");
    }
    for (n, one) in criteria.iter().enumerate() {
        if criteria.iter().take(n).any(|before| before.key == one.key) {
            faults.add(format!("/criteria/{n}/key"), "duplicate", "another criterion has this key");
        }
    }
    faults
}

fn is_https(url: &str) -> bool {
    let rest = url.strip_prefix("https://");
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '<', '>', '"']))
}

/// What shows that one criterion is met.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CapabilityEvidence)]
pub struct Evidence {
    #[schema(example = "delivered")]
    pub criterion: Key,
    #[schema(example = "We built the flood register of a borough, which its engineers use daily.")]
    pub text: Text<4_000>,
    /// Where more can be read; begins with https://.
    #[deserr(default)]
    #[schema(example = "https://otter.example/flood-register")]
    pub url: Option<Line<500>>,
}

/// What an assessor found for one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CapabilityFinding)]
pub struct Finding {
    #[schema(example = "delivered")]
    pub criterion: Key,
    #[schema(example = true)]
    pub met: bool,
    /// For the supplier; needed where the criterion is not met.
    #[deserr(default)]
    #[schema(example = "The work that you name is of 2015: show one of the last three years.")]
    pub feedback: Option<Text<2_000>>,
}

/// That a supplier wants to be assessed, and how that went.
#[derive(Debug, Clone)]
pub struct Application {
    pub id: Id<Application>,
    pub organisation: Id<Organisation>,
    pub organisation_name: String,
    pub category: String,
    pub category_title: String,
    pub state: ApplicationState,
    pub applied_by: Id<User>,
    pub applied_at: Instant,
    pub withdrawn_at: Option<Instant>,
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
pub struct Whole {
    pub application: Application,
    pub evidence: Vec<Evidence>,
    pub assessment: Option<Assessment>,
    pub revocation: Option<Revocation>,
}

/// What was found, once and for all.
#[derive(Debug, Clone)]
pub struct Assessment {
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

#[derive(Debug, Clone)]
pub struct Revocation {
    pub revoked_at: Instant,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotCategorise {
    #[error("there is a category {0} already; a code is given once")]
    Taken(String),
    #[error("this category is retired: nobody changes it or applies for it any more")]
    Retired,
    #[error(
        "suppliers have applied with evidence for these criteria: change the title and the description alone, or retire the category and make another"
    )]
    Applied,
}

impl Refuse for CannotCategorise {
    fn kind(&self) -> Kind {
        match self {
            Self::Taken(_) => kinds::TAKEN,
            Self::Retired | Self::Applied => kinds::WRONG_STATE,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotApply {
    #[error(
        "your organisation is not verified, or is looked at again: an administrator verifies it before it applies"
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
        "this application gives its supplier nothing now: it was not granted, was revoked or renewed, or has run out"
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

    fn category(keys: &[&str]) -> Category {
        let criterion = |word: &&str| Criterion {
            key: key(word),
            title: Line::parse("A title").unwrap(),
            guidance: Text::parse("Say so.").unwrap(),
        };
        let at = Instant::from_micros(0);
        Category {
            code: "user-research".to_owned(),
            title: "User research".to_owned(),
            description: "Asking people.".to_owned(),
            criteria: keys.iter().map(criterion).collect(),
            state: CategoryState::Open,
            made_at: at,
            updated_at: at,
            retired: None,
            version: 1,
        }
    }

    fn finding(word: &str, met: bool) -> Finding {
        Finding { criterion: key(word), met, feedback: None }
    }

    #[test]
    fn every_criterion_is_answered_once() {
        let asked = category(&["a", "b", "c"]);
        let places = |findings: &[Finding]| -> Vec<String> {
            let faults = asked.judged_by(findings).err().unwrap_or_default();
            faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
        };
        let met = |word| finding(word, true);
        assert!(places(&[met("c"), met("a"), met("b")]).is_empty());
        assert_eq!(
            places(&[met("a"), met("a"), met("z"), finding("b", false)]),
            [
                "/findings/1/criterion duplicate",
                "/findings/2/criterion unknown",
                "/findings missing",
                "/findings/3/feedback missing"
            ]
        );
        assert_eq!(places(&[]).len(), 3);
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
    fn criteria_have_keys_of_their_own_and_are_few() {
        let codes = |keys: &[&str]| -> Vec<&'static str> {
            criteria_faults(&category(keys).criteria).iter().map(|fault| fault.code).collect()
        };
        assert!(codes(&["a"]).is_empty());
        assert_eq!(codes(&[]), ["empty"]);
        assert_eq!(codes(&["a", "b", "a"]), ["duplicate"]);
        let many: Vec<String> = (0..13).map(|n| format!("k{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!((codes(&many), codes(&many[..12])), (vec!["too-many"], vec![]));
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
