//! The codes of an opportunity: CPV, regions, themes.

use crate::opportunities::model::Content;

/// A code, as a row of the index holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    pub scheme: &'static str,
    pub code: String,
}

impl Code {
    fn of(scheme: &'static str, code: String) -> Self {
        Self { scheme, code }
    }
}

fn prefixes(code: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = code.chars().collect();
    let least = 2.min(chars.len());
    (least..=chars.len()).map(move |n| chars.iter().take(n).collect())
}

/// The codes of an opportunity and all that they are part of, each once.
pub fn all_codes(content: &Content) -> Vec<Code> {
    let cpv = content.cpv.iter().flat_map(|c| prefixes(&c.key()).collect::<Vec<_>>());
    let regions = content.regions.iter().flat_map(|r| prefixes(r.as_str()).collect::<Vec<_>>());
    let themes = content.themes.iter().map(|t| t.as_str().to_owned());
    let mut all: Vec<Code> = cpv.map(|c| Code::of("cpv", c)).collect();
    all.extend(regions.map(|c| Code::of("region", c)));
    all.extend(themes.map(|c| Code::of("theme", c)));
    all.sort();
    all.dedup();
    all
}
