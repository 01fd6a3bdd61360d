//! The checks of a draft, which may still be incomplete.

use std::collections::HashSet;

use super::{
    lots::{Lot, LotDraft, MOST_LINES, MOST_LOTS, find_lot, open_categories_only},
    model::Content,
};
use crate::{kernel::Key, prelude::*};

/// The faults that keep a draft from being stored.
pub fn draft(content: &Content, lots: &[LotDraft]) -> Faults {
    let mut faults = Faults::new();
    for (name, count, most) in [
        ("/cpv", content.cpv.len(), 20),
        ("/regions", content.regions.len(), 50),
        ("/themes", content.themes.len(), 20),
        ("/desired_outcomes", content.challenge.desired_outcomes.len(), 20),
    ] {
        if count > most {
            faults.add(name, "too-many", format!("give at most {most}"));
        }
    }
    if lots.is_empty() || lots.len() > MOST_LOTS {
        faults.add("/lots", "count", format!("give from 1 to {MOST_LOTS} lots"));
    }
    for (n, lot) in lots.iter().enumerate().take(MOST_LOTS) {
        let at = format!("/lots/{n}");
        for (name, count) in [("questions", lot.questions.len()), ("criteria", lot.criteria.len())]
        {
            if count > MOST_LINES {
                let why = format!("give at most {MOST_LINES}");
                faults.add(format!("{at}/{name}"), "too-many", why);
            }
        }
        if lot.max_awards.is_some_and(|most| !(1..=50).contains(&most)) {
            faults.add(format!("{at}/max_awards"), "range", "is from 1 to 50");
        }
        follows(&mut faults, &at, n, lot);
        if let Some(asked) = &lot.eligibility {
            faults.append(asked.faults(&format!("{at}/eligibility")));
        }
        keys(&mut faults, &format!("{at}/questions"), lot.questions.iter().map(|q| &q.key));
        keys(&mut faults, &format!("{at}/criteria"), lot.criteria.iter().map(|c| &c.key));
        for (m, question) in lot.questions.iter().enumerate() {
            if question.word_limit.is_some_and(|words| !(1..=5_000).contains(&words)) {
                faults.add(format!("{at}/questions/{m}/word_limit"), "range", "is from 1 to 5000");
            }
        }
    }
    faults
}

/// A stage follows an earlier lot, named by id or by place, not both.
fn follows(faults: &mut Faults, at: &str, n: usize, lot: &LotDraft) {
    let Some(position) = lot.follows_position else { return };
    let earlier = usize::try_from(position).is_ok_and(|p| (1..=n).contains(&p));
    if lot.follows_lot_id.is_some() {
        let why = "give follows_lot_id or follows_position, not both";
        faults.add(format!("{at}/follows_position"), "both", why);
    } else if !earlier {
        let why = "must be an earlier lot of this list";
        faults.add(format!("{at}/follows_position"), "follows", why);
    }
}

fn keys<'a>(faults: &mut Faults, at: &str, keys: impl Iterator<Item = &'a Key>) {
    let mut seen = HashSet::new();
    for (n, key) in keys.enumerate() {
        if !seen.insert(key) {
            let why = format!("the key {key} appears twice");
            faults.add(format!("{at}/{n}/key"), "duplicate", why);
        }
    }
}

/// Adds the faults that lots have beside those of their opportunity: a lot that keeps its id is a
/// known one and appears once, a stage follows a lot of its own public body, and capabilities are of
/// open categories.
pub fn lots(
    db: &mut Db,
    organisation: Id<Organisation>,
    known: &[Lot],
    lots: &[LotDraft],
    faults: &mut Faults,
) -> Result<(), Fault> {
    for (n, lot) in lots.iter().enumerate() {
        if let Some(followed) = lot.follows_lot_id
            && find_lot(db, followed)?.is_none_or(|lot| lot.organisation != organisation)
        {
            let why = "must be a lot of this public body";
            faults.add(format!("/lots/{n}/follows_lot_id"), "unknown-id", why);
        }
        let again = || lots.iter().take(n).any(|other| other.id == lot.id);
        if lot.id.is_some_and(|id| !known.iter().any(|lot| lot.id == id) || again()) {
            let why = "must be a lot of this opportunity, and appear once";
            faults.add(format!("/lots/{n}/id"), "unknown-id", why);
        }
    }
    open_categories_only(db, lots.iter().map(|lot| lot.eligibility.as_ref()), faults)
}
