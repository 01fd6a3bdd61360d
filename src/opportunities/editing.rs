//! `PATCH /v1/opportunities/{id}`: a draft, changed.

use super::{
    checks::{self, known_lots_only, own_lots_only},
    lots::{self, LotDraft, open_categories_only},
    model::{ChallengeContent, Content, Opportunity, OpportunityState, Route},
    policy::Edit,
    store,
};
use crate::{
    kernel::{Cpv, Patch, Region, Theme},
    prelude::*,
};

/// The changes of a draft; a field that is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub title: Option<Line<200>>,
    pub summary: Patch<Text<600>>,
    pub description: Patch<Text<20_000>>,
    pub cpv: Option<Vec<Cpv>>,
    pub regions: Option<Vec<Region>>,
    pub themes: Option<Vec<Theme>>,
    pub route: Patch<Route>,
    pub problem_statement: Patch<Text<10_000>>,
    pub desired_outcomes: Option<Vec<Text<1_000>>>,
    pub budget: Patch<Money>,
    pub ip_terms: Patch<Text<5_000>>,
    /// Replaces all lots.
    pub lots: Option<Vec<LotDraft>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an opportunity that is {0} cannot be edited; only drafts can, and a published lot is amended"
)]
pub struct NotADraft(pub OpportunityState);

impl Refuse for NotADraft {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

pub fn edit(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
    changes: &Changes,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, draft) = store::load(tx.db(), id)?.open::<Edit>(&call.actor)?;
    call.saw(draft.version)?;
    if draft.state != OpportunityState::Draft {
        return Err(NotADraft(draft.state).into());
    }
    let content = changed(draft.content.clone(), changes.clone());
    let drafts = &changes.lots;
    let mut faults = checks::draft(&content, drafts.as_deref().unwrap_or_default());
    match drafts {
        Some(drafts) => {
            own_lots_only(tx.db(), draft.organisation, drafts, &mut faults)?;
            known_lots_only(&lots::lots_of(tx.db(), id)?, drafts, &mut faults);
            let asks = drafts.iter().map(|lot| lot.eligibility.as_ref());
            open_categories_only(tx.db(), asks, &mut faults)?;
        }
        None => faults = faults.without("/lots"),
    }
    faults.none()?;
    let mut writers = draft.writers.clone();
    writers.extend(call.actor.user().filter(|user| !draft.writers.contains(user)));
    let edited = Opportunity { content, writers, updated_at: call.at, ..draft };
    let edited = store::update(tx, edited)?;
    if let Some(drafts) = drafts {
        lots::replace(tx, id, drafts)?;
    }
    let event = Event::of("opportunity.edited", "opportunity", &id)
        .versions(edited.version - 1, edited.version);
    audit::record(tx, call, &may, event, edited)
}

fn changed(mut content: Content, changes: Changes) -> Content {
    fn words<const N: usize>(patch: Patch<Text<N>>, field: &mut String) {
        match patch {
            Patch::Keep => {}
            Patch::Clear => field.clear(),
            Patch::Set(text) => *field = text.into_string(),
        }
    }
    if let Some(title) = changes.title {
        content.title = title.into_string();
    }
    words(changes.summary, &mut content.summary);
    words(changes.description, &mut content.description);
    changes.route.apply(&mut content.route);
    let ChallengeContent { problem_statement, desired_outcomes, budget, ip_terms } =
        &mut content.challenge;
    changes.problem_statement.apply(problem_statement);
    changes.budget.apply(budget);
    changes.ip_terms.apply(ip_terms);
    replace(desired_outcomes, changes.desired_outcomes);
    replace(&mut content.cpv, changes.cpv);
    replace(&mut content.regions, changes.regions);
    replace(&mut content.themes, changes.themes);
    content
}

fn replace<T>(field: &mut T, with: Option<T>) {
    if let Some(with) = with {
        *field = with;
    }
}
