//! `/v1/organisations/{id}/capability-applications`: a supplier shows that it meets the criteria of a
//! category, or takes that back.

use super::{
    categories::signed_out,
    model::{Application, ApplicationState, CannotApply, Evidence},
    policy::{Apply, Withdraw},
    store, store_categories,
};
use crate::{
    access::Organisation,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Faults, Id, Key},
};

/// What a supplier wants to be assessed for, and what shows that it can do it.
#[derive(Debug, Clone)]
pub struct NewApplication {
    pub category: Key,
    pub evidence: Vec<Evidence>,
}

/// Of an application: whose it is and for what, never what it says.
pub fn about(what: &'static str, application: &Application) -> Event {
    Event::of(what, "capability_application", &application.id)
        .fact("organisation", application.organisation.to_string())
        .fact("category", application.category.as_str())
}

/// Asks to be assessed. Who holds the capability already asks for its renewal so.
pub fn apply(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewApplication,
) -> Result<Recorded<Application>, Fault> {
    let (may, supplier) = store::load_supplier(tx.db(), of)?.open::<Apply>(&call.actor)?;
    let by = call.actor.user().ok_or_else(signed_out)?;
    if !supplier.verified {
        return Err(CannotApply::Unverified.into());
    }
    let category = store_categories::maybe(tx.db(), new.category.as_str())?;
    let category = category.ok_or_else(|| {
        let mut faults = Faults::new();
        faults.add("/category", "unknown", "there is no such category");
        faults
    })?;
    category.is_open()?;
    category.proved_by(&new.evidence)?;
    let waiting = store::submitted(tx.db(), of)?;
    if waiting.contains(&category.code) {
        return Err(CannotApply::Waiting.into());
    }
    if waiting.len() >= Application::MOST_SUBMITTED {
        return Err(CannotApply::Many.into());
    }
    let application = Application {
        id: Id::new(),
        organisation: of,
        organisation_name: supplier.name,
        category: category.code,
        category_title: category.title,
        state: ApplicationState::Submitted,
        applied_by: by,
        applied_at: call.at,
        withdrawn_at: None,
    };
    store::insert(tx, &application, &new.evidence)?;
    audit::record(tx, call, &may, about("capability.applied", &application), application)
}

/// Takes an application back while it waits.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, id: Id<Application>) -> Result<Recorded<()>, Fault> {
    let (may, application) = store::load(tx.db(), id)?.open::<Withdraw>(&call.actor)?;
    application.waits()?;
    let by = call.actor.user().ok_or_else(signed_out)?;
    store::withdraw(tx, id, by, call.at)?;
    audit::record(tx, call, &may, about("capability.withdrawn", &application), ())
}
