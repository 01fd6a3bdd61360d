//! `/v1/capability-categories`: administrators say what suppliers can be assessed for.

use super::{
    model::{CannotCategorise, Category, CategoryState, Changes, NewCategory, criteria_faults},
    policy::{ChangeCategory, MakeCategory, RetireCategory},
    store,
};
use crate::prelude::*;

fn about(what: &'static str, code: &str) -> Event {
    Event::of(what, "capability_category", &code)
}

pub fn make(tx: &mut Tx<'_>, call: &Call, new: &NewCategory) -> Result<Recorded<Category>, Fault> {
    let (may, ()) = store::anything().open::<MakeCategory>(&call.actor)?;
    criteria_faults(&new.criteria).none()?;
    let by = call.person()?;
    if store::maybe(tx.db(), new.code.as_str())?.is_some() {
        return Err(CannotCategorise::Taken(new.code.to_string()).into());
    }
    let category = Category {
        code: new.code.to_string(),
        title: new.title.to_string(),
        description: new.description.to_string(),
        criteria: new.criteria.clone(),
        state: CategoryState::Open,
        made_at: call.at,
        updated_at: call.at,
        retired_at: None,
        retired_because: None,
        version: 1,
    };
    store::insert(tx, &category, by)?;
    let event =
        about("capability_category.made", &category.code).fact("criteria", category.criteria.len());
    audit::record(tx, call, &may, event, category)
}

/// Words may change as long as the category is open. Criteria may until somebody has applied: what
/// was shown for them would be evidence for something else.
pub fn change(
    tx: &mut Tx<'_>,
    call: &Call,
    code: &str,
    changes: &Changes,
) -> Result<Recorded<Category>, Fault> {
    let (may, ()) = store::anything().open::<ChangeCategory>(&call.actor)?;
    let category = store::find(tx.db(), code)?;
    call.saw(category.version)?;
    category.is_open()?;
    let edited = changed(category.clone(), changes);
    if edited.criteria != category.criteria {
        criteria_faults(&edited.criteria).none()?;
        if store::has_applications(tx.db(), code)? {
            return Err(CannotCategorise::Applied.into());
        }
    }
    let edited = store::update(tx, Category { updated_at: call.at, ..edited })?;
    let event = about("capability_category.changed", code)
        .versions(category.version, edited.version)
        .fact("criteria_changed", edited.criteria != category.criteria);
    audit::record(tx, call, &may, event, edited)
}

fn changed(mut category: Category, changes: &Changes) -> Category {
    if let Some(title) = &changes.title {
        category.title = title.to_string();
    }
    if let Some(description) = &changes.description {
        category.description = description.to_string();
    }
    if let Some(criteria) = &changes.criteria {
        category.criteria.clone_from(criteria);
    }
    category
}

/// Retires a category: it takes no applications. Waiting applications are still assessed, and
/// capabilities last until their end.
pub fn retire(
    tx: &mut Tx<'_>,
    call: &Call,
    code: &str,
    reason: &Text<2_000>,
) -> Result<Recorded<Category>, Fault> {
    let (may, ()) = store::anything().open::<RetireCategory>(&call.actor)?;
    let category = store::find(tx.db(), code)?;
    call.saw(category.version)?;
    category.is_open()?;
    let by = call.person()?;
    let before = category.version;
    let retired = Category {
        state: CategoryState::Retired,
        retired_at: Some(call.at),
        retired_because: Some(reason.to_string()),
        updated_at: call.at,
        ..category
    };
    let retired = store::retire(tx, retired, by)?;
    let event = about("capability_category.retired", code).versions(before, retired.version);
    audit::record(tx, call, &may, event, retired)
}
