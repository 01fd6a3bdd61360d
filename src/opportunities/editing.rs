//! Changes of a draft.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    checks,
    lots::{self, LotDraft},
    model::{ChallengeContent, Content, Opportunity, OpportunityState, Route},
    policy::Edit,
    store,
};
use crate::{
    kernel::{Cpv, Patch, Region, Theme},
    prelude::*,
};

/// Changes of a draft (RFC 7396): a member left out stays, null clears, `lots` replaces all lots.
#[derive(Debug, Clone, Default, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = EditOpportunity)]
pub struct Changes {
    /// The title of the opportunity.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200, example = "Know which gullies will flood")]
    pub title: Option<Line<200>>,
    /// The opportunity in a few sentences, as lists show it.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Sensors that warn before a gully floods.")]
    pub summary: Patch<Text<600>>,
    /// The description of what is wanted.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Each winter 200 gullies block without warning.")]
    pub description: Patch<Text<20_000>>,
    /// The CPV codes of what is bought, at most 20.
    #[deserr(default)]
    #[schema(example = json!(["72000000"]))]
    pub cpv: Option<Vec<Cpv>>,
    /// The regions of delivery (ITL), at most 50.
    #[deserr(default)]
    #[schema(example = json!(["UKI"]))]
    pub regions: Option<Vec<Region>>,
    /// The themes that suppliers follow, at most 20.
    #[deserr(default)]
    #[schema(example = json!(["air-quality"]))]
    pub themes: Option<Vec<Theme>>,
    /// The route of a procurement to its suppliers.
    #[deserr(default)]
    #[schema(value_type = Option<Route>)]
    pub route: Patch<Route>,
    /// The problem that a challenge is to solve.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Crews find a blocked gully when the street floods.")]
    pub problem_statement: Patch<Text<10_000>>,
    /// The outcomes that a challenge wants, at most 20.
    #[deserr(default)]
    #[schema(value_type = Option<Vec<String>>, example = json!(["A day of warning"]))]
    pub desired_outcomes: Option<Vec<Text<1_000>>>,
    /// The budget of a challenge, for all its stages.
    #[deserr(default)]
    #[schema(value_type = Option<Money>)]
    pub budget: Patch<Money>,
    /// The owner of the intellectual property that arises in a challenge.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "The supplier keeps it; the council has a licence.")]
    pub ip_terms: Patch<Text<5_000>>,
    /// The lots, or stages, from 1 to 20, in the place of all that were there.
    #[deserr(default)]
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
            let known = lots::lots_of(tx.db(), id)?;
            checks::lots(tx.db(), draft.organisation, &known, drafts, &mut faults)?;
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
    let event = Event::over("opportunity.edited", &edited);
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
