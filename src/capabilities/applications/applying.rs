//! `/v1/organisations/{id}/capability-applications`: a supplier shows that it meets the criteria of a
//! category, or takes that back.

use super::{
    model::{NewApplication, about},
    policy::{Apply, Withdraw},
    store,
};
use crate::{
    capabilities::{
        categories::store as categories,
        model::{Application, ApplicationState, CannotApply},
    },
    prelude::*,
};

/// Applies for an assessment. A supplier that holds the capability renews it in the same way.
pub fn apply(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewApplication,
) -> Result<Recorded<Application>, Fault> {
    let (may, supplier) = store::load_supplier(tx.db(), of)?.open::<Apply>(&call.actor)?;
    let by = call.person()?;
    if !supplier.verified {
        return Err(CannotApply::Unverified.into());
    }
    let category = categories::maybe(tx.db(), new.category.as_str())?;
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
        organisation_id: of,
        organisation_name: supplier.name,
        category: category.code,
        category_title: category.title,
        state: ApplicationState::Submitted,
        applied_at: call.at,
    };
    store::insert(tx, &application, &new.evidence, by)?;
    audit::record(tx, call, &may, about("capability.applied", &application), application)
}

/// Withdraws an application that waits.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, id: Id<Application>) -> Result<Recorded<()>, Fault> {
    let (may, application) = store::load(tx.db(), id)?.open::<Withdraw>(&call.actor)?;
    application.waits()?;
    let by = call.person()?;
    store::withdraw(tx, id, by, call.at)?;
    audit::record(tx, call, &may, about("capability.withdrawn", &application), ())
}
