//! `POST /v1/capability-applications/{id}/assessment`: an administrator says of each criterion whether
//! it is met, once; the supplier is told with the feedback.

use super::{mails, policy::Assess};
use crate::{
    capabilities::{
        applications::{model::about, store as applications},
        categories::store as categories,
        holdings::{model::Holding, store as holdings},
        model::{Application, Assessment, CannotAssess, Finding},
    },
    organisations::{self, Card},
    prelude::*,
};

/// Grants the capability if every criterion is met, else declines.
pub fn assess(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Application>,
    findings: &[Finding],
) -> Result<Recorded<Application>, Fault> {
    let (may, application) = applications::load(tx.db(), id)?.open::<Assess>(&call.actor)?;
    application.waits()?;
    let by = call.person()?;
    stands(&organisations::card(tx.db(), application.organisation_id)?)?;
    let category = categories::find(tx.db(), &application.category)?;
    category.judged_by(findings)?;
    let assessment = Assessment::of(findings, call.at).ok_or_else(|| Fault::corrupt(&call.at))?;
    let application = Application { state: assessment.outcome(), ..application };
    applications::assess(tx, &application, &assessment, by)?;
    if let Some(until) = assessment.good_until {
        holdings::hold(tx, &Holding::of(&application, call.at, until))?;
    }
    let letter = mails::assessed(&application, &category, &assessment);
    organisations::tell_bidders(tx, call, application.organisation_id, &letter)?;
    let event =
        about("capability.assessed", &application).fact("outcome", application.state.as_str());
    audit::record(tx, call, &may, event, application)
}

/// A suspended supplier is not assessed; an application goes on while the supplier is verified again
/// (ADR 0015).
fn stands(supplier: &Card) -> Result<(), CannotAssess> {
    if supplier.verified || supplier.reverifying_since.is_some() {
        Ok(())
    } else {
        Err(CannotAssess::NotStanding)
    }
}
