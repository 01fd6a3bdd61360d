//! A new draft.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    checks,
    lots::{self, LotDraft},
    model::{ChallengeContent, Content, Opportunity, OpportunityKind, OpportunityState, Route},
    policy::Draft,
    store,
};
use crate::{
    kernel::{Cpv, Region, Theme},
    prelude::*,
};

/// A new draft. All but its public body, kind, title and lots may be missing until it is sent for
/// review.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = CreateOpportunity)]
pub struct NewOpportunity {
    /// The id of the public body that buys.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub organisation_id: Id<Organisation>,
    /// The kind of the opportunity.
    #[schema(example = "challenge")]
    pub kind: OpportunityKind,
    /// The title of the opportunity.
    #[schema(value_type = String, max_length = 200, example = "Know which gullies will flood")]
    pub title: Line<200>,
    /// The opportunity in a few sentences, as lists show it.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Sensors that warn before a gully floods.")]
    pub summary: Option<Text<600>>,
    /// The description of what is wanted.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Each winter 200 gullies block without warning.")]
    pub description: Option<Text<20_000>>,
    /// The CPV codes of what is bought, at most 20.
    #[deserr(default)]
    #[schema(required = false, example = json!(["72000000"]))]
    pub cpv: Vec<Cpv>,
    /// The regions of delivery (ITL), at most 50.
    #[deserr(default)]
    #[schema(required = false, example = json!(["UKI"]))]
    pub regions: Vec<Region>,
    /// The themes that suppliers follow, at most 20.
    #[deserr(default)]
    #[schema(required = false, example = json!(["air-quality"]))]
    pub themes: Vec<Theme>,
    /// The route of a procurement to its suppliers.
    #[deserr(default)]
    pub route: Option<Route>,
    /// The problem that a challenge is to solve.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Crews find a blocked gully when the street floods.")]
    pub problem_statement: Option<Text<10_000>>,
    /// The outcomes that a challenge wants, at most 20.
    #[deserr(default)]
    #[schema(required = false, value_type = Vec<String>, example = json!(["A day of warning"]))]
    pub desired_outcomes: Vec<Text<1_000>>,
    /// The budget of a challenge, for all its stages.
    #[deserr(default)]
    pub budget: Option<Money>,
    /// The owner of the intellectual property that arises in a challenge.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "The supplier keeps it; the council has a licence.")]
    pub ip_terms: Option<Text<5_000>>,
    /// The lots, or stages, from 1 to 20.
    pub lots: Vec<LotDraft>,
}

impl NewOpportunity {
    fn content(&self) -> Content {
        Content {
            title: self.title.to_string(),
            summary: self.summary.as_ref().map(Text::to_string).unwrap_or_default(),
            description: self.description.as_ref().map(Text::to_string).unwrap_or_default(),
            cpv: self.cpv.clone(),
            regions: self.regions.clone(),
            themes: self.themes.clone(),
            route: self.route,
            challenge: ChallengeContent {
                problem_statement: self.problem_statement.clone(),
                desired_outcomes: self.desired_outcomes.clone(),
                budget: self.budget,
                ip_terms: self.ip_terms.clone(),
            },
        }
    }
}

pub fn create(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &NewOpportunity,
) -> Result<Recorded<Opportunity>, Fault> {
    let buyer = store::load_buyer(tx.db(), asked.organisation_id)?;
    let (may, buyer) = buyer.open::<Draft>(&call.actor)?;
    let content = asked.content();
    let mut faults = checks::draft(&content, &asked.lots);
    checks::lots(tx.db(), buyer.id, &[], &asked.lots, &mut faults)?;
    faults.none()?;
    let new = Opportunity {
        number: 0,
        id: Id::new(),
        organisation: buyer.id,
        buyer_name: buyer.name,
        kind: asked.kind,
        state: OpportunityState::Draft,
        content,
        writers: call.actor.user().into_iter().collect(),
        source: None,
        published_at: None,
        closes_at: None,
        created_at: call.at,
        updated_at: call.at,
        version: 1,
    };
    store::insert(tx, &new)?;
    lots::replace(tx, new.id, &asked.lots)?;
    let event = Event::of("opportunity.created", "opportunity", &new.id)
        .fact("kind", asked.kind.as_str())
        .fact("lots", asked.lots.len());
    audit::record(tx, call, &may, event, new)
}
