//! `PATCH /v1/opportunities/{id}`: a draft, changed.

use super::{
    checks,
    creation::{known_lots_only, own_lots_only},
    draft::LotDraft,
    eligibility::open_categories_only,
    model::{ChallengeContent, Content, Opportunity, OpportunityState, Route},
    policy::Edit,
    store, store_lots,
};
use crate::{
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Cpv, Id, Kind, Line, Money, Patch, Refuse, Region, Text, Theme, kinds},
};

/// What to change; what is not named stays.
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
    /// Puts these lots in the place of all that were there.
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
    let lots = changes.lots.clone();
    let mut faults = checks::draft(&content, lots.as_deref().unwrap_or_default());
    match &lots {
        Some(lots) => {
            own_lots_only(tx.db(), draft.organisation, lots, &mut faults)?;
            known_lots_only(&store::lots_of(tx.db(), id)?, lots, &mut faults);
            let asks = lots.iter().map(|lot| lot.eligibility.as_ref());
            open_categories_only(tx.db(), asks, &mut faults)?;
        }
        None => faults = faults.without("/lots"),
    }
    faults.none()?;
    let mut writers = draft.writers.clone();
    writers.extend(call.actor.user().filter(|user| !draft.writers.contains(user)));
    let edited = Opportunity { content, writers, updated_at: call.at, ..draft };
    let edited = store::update(tx, edited)?;
    if let Some(lots) = &lots {
        store_lots::replace(tx, id, lots)?;
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
