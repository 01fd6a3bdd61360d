//! What a draft must keep to before it is complete.

use std::collections::HashSet;

use super::{
    lots::{Lot, LotDraft, MOST_LINES, MOST_LOTS, find_lot},
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
        if lot.questions.len() > MOST_LINES {
            faults.add(format!("{at}/questions"), "too-many", format!("give at most {MOST_LINES}"));
        }
        if lot.criteria.len() > MOST_LINES {
            faults.add(format!("{at}/criteria"), "too-many", format!("give at most {MOST_LINES}"));
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
            let words = question.word_limit;
            if words.is_some_and(|words| !(1..=5_000).contains(&words)) {
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
            faults.add(
                format!("{at}/{n}/key"),
                "duplicate",
                format!("the key {key} appears twice"),
            );
        }
    }
}

/// A lot that keeps its id belongs to this opportunity and stands once.
pub fn known_lots_only(known: &[Lot], lots: &[LotDraft], faults: &mut Faults) {
    for (n, id) in lots.iter().enumerate().filter_map(|(n, lot)| Some((n, lot.id?))) {
        let stands_before = lots.iter().take(n).any(|lot| lot.id == Some(id));
        if stands_before || !known.iter().any(|lot| lot.id == id) {
            let why = "must be a lot of this opportunity, and appear once";
            faults.add(format!("/lots/{n}/id"), "unknown-id", why);
        }
    }
}

/// A stage may follow a lot of its own public body, and no other.
pub fn own_lots_only(
    db: &mut Db,
    organisation: Id<Organisation>,
    lots: &[LotDraft],
    faults: &mut Faults,
) -> Result<(), Fault> {
    for (n, followed) in
        lots.iter().enumerate().filter_map(|(n, lot)| Some((n, lot.follows_lot_id?)))
    {
        let found = find_lot(db, followed)?;
        if found.is_none_or(|lot| lot.organisation != organisation) {
            let why = "must be a lot of this public body";
            faults.add(format!("/lots/{n}/follows_lot_id"), "unknown-id", why);
        }
    }
    Ok(())
}
