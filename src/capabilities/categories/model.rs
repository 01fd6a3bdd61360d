//! Categories as values. Pure.

use deserr::Deserr;
use diesel::{Queryable, Selectable};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    capabilities::model::{Evidence, Finding, is_https},
    db::{Json, schema::capability_categories},
    kernel::Key,
    prelude::*,
    words,
};

words!(
    /// The state of a capability category.
    CategoryState {
        /// Suppliers can apply.
        Open = "open",
        /// The category takes no new applications.
        Retired = "retired",
    }
);

/// A criterion of a capability category; it is met or not met.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CapabilityCriterion)]
pub struct Criterion {
    /// The key of the criterion in the category.
    #[schema(example = "delivered")]
    pub key: Key,
    /// The title of the criterion.
    #[schema(example = "Has delivered it for a public body")]
    pub title: Line<200>,
    /// The evidence that shows it, for suppliers and assessors.
    #[schema(example = "Name one piece of work of the last three years, and what became of it.")]
    pub guidance: Text<2_000>,
}

/// A capability category.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = capability_categories)]
#[schema(as = CapabilityCategory)]
pub struct Category {
    /// The permanent code of the category.
    #[schema(example = "user-research")]
    pub code: String,
    /// The title of the category.
    #[schema(example = "User research")]
    pub title: String,
    /// The description of the capability.
    pub description: String,
    /// A capability is granted if, and only if, all of them are met.
    #[diesel(deserialize_as = Json<Vec<Criterion>>)]
    pub criteria: Vec<Criterion>,
    /// A retired category takes no applications; granted capabilities last until their end.
    pub state: CategoryState,
    /// The time when the category was created.
    pub made_at: Instant,
    /// The time of the last change.
    pub updated_at: Instant,
    /// The time of the retirement.
    pub retired_at: Option<Instant>,
    /// The reason for the retirement.
    pub retired_because: Option<String>,
    /// The version, for `If-Match`.
    pub version: i64,
}

impl Category {
    /// More than anybody answers, or assesses, with care.
    pub const MOST_CRITERIA: usize = 12;

    /// A retired category can be neither changed nor applied for.
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

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotCategorise {
    #[error("the category {0} already exists; a code is used only once")]
    Taken(String),
    #[error("this category is retired and can no longer be changed or applied for")]
    Retired,
    #[error(
        "suppliers have applied with evidence for these criteria: change only the title and the description, or retire the category and create another"
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

/// A category as an administrator makes it.
#[derive(Debug, Clone)]
pub struct NewCategory {
    pub code: Key,
    pub title: Line<200>,
    pub description: Text<2_000>,
    pub criteria: Vec<Criterion>,
}

/// Changes to a category; fields without a value stay.
#[derive(Debug, Clone)]
pub struct Changes {
    pub title: Option<Line<200>>,
    pub description: Option<Text<2_000>>,
    pub criteria: Option<Vec<Criterion>>,
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
            retired_at: None,
            retired_because: None,
            version: 1,
        }
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
}
