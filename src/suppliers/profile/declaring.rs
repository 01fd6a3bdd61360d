//! `PATCH /v1/organisations/{id}/profile`: sections are declared, confirmed or withdrawn.

use super::{
    model::Profile,
    policy::DeclareProfile,
    statements::{Said, Section, Statement},
    store,
};
use crate::{kernel::Date, organisations, prelude::*};

/// Changes to a profile; sections that are not named stay.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    pub listed: Option<bool>,
    pub said: Vec<Said>,
    pub taken_back: Vec<Section>,
}

/// Declares sections. Each declaration is a statement with its own date, even where it repeats the
/// earlier one; the replaced statement stays in the history.
pub fn declare(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    asked: &Declared,
) -> Result<Recorded<Profile>, Fault> {
    let (may, supplier) = organisations::load(tx.db(), of)?.open::<DeclareProfile>(&call.actor)?;
    if supplier.kind != OrganisationKind::Supplier {
        return Err(Problem::new(kinds::WRONG_STATE, "only suppliers have profiles").into());
    }
    let before = store::profile(tx.db(), of)?;
    call.saw(before.version)?;
    let by = call.actor.user().ok_or(No::Hidden)?;
    let today = Date::of(call.at).ok_or_else(|| Fault::corrupt(&call.at))?;
    let mut faults = Faults::new();
    for said in &asked.said {
        faults.append(said.faults(today));
        faults.append(twins(tx.db(), of, said)?);
    }
    let new = asked.said.iter().map(|said| Statement::new(said.clone(), by, call.at));
    let new: Vec<Statement> = new.collect();
    faults.append(not_theirs(tx.db(), of, &new)?);
    faults.none()?;
    let sections: Vec<Section> = asked.said.iter().map(Said::section).collect();
    for section in sections.iter().chain(&asked.taken_back) {
        store::replace(tx, of, *section, call.at)?;
    }
    for statement in &new {
        store::insert_statement(tx, of, statement)?;
    }
    let touched = |one: &Statement| {
        let section = one.said.section();
        sections.contains(&section) || asked.taken_back.contains(&section)
    };
    let mut after = before;
    after.listed = asked.listed.unwrap_or(after.listed);
    after.statements.retain(|one| !touched(one));
    after.statements.extend(new);
    after.documents = store::named(tx.db(), of, &after.statements)?;
    let after = store::update(tx, after, call.at)?;
    let words = |of: &[Section]| of.iter().map(ToString::to_string).collect::<Vec<_>>();
    // The names of sections alone, for sections hold personal data.
    let event = Event::of("profile.declared", "organisation", &of)
        .versions(after.version - 1, after.version)
        .fact("sections", words(&sections))
        .fact("taken_back", words(&asked.taken_back))
        .fact("listed", after.listed);
    audit::record(tx, call, &may, event, after)
}

/// Faults for documents that are not the supplier's, or are withdrawn.
fn not_theirs(db: &mut Db, of: Id<Organisation>, new: &[Statement]) -> Result<Faults, Fault> {
    let known = store::named(db, of, new)?;
    let mut faults = Faults::new();
    for (place, id) in new.iter().flat_map(|one| one.said.documents()) {
        if !known.iter().any(|document| document.id == id) {
            let why = "is not one of your documents: upload it first, and give its id";
            faults.add(place, "unknown-document", why);
        }
    }
    Ok(faults)
}

/// Faults for names that are confusable with that of a verified organisation (SAFETY K3).
fn twins(db: &mut Db, of: Id<Organisation>, said: &Said) -> Result<Faults, Fault> {
    let mut faults = Faults::new();
    if let Said::Names(names) = said {
        for (place, name) in names.all() {
            if organisations::has_a_twin(db, name, of)? {
                let why = "is, or looks like, the name of another verified organisation";
                faults.add(format!("/names{place}"), "taken", why);
            }
        }
    }
    Ok(faults)
}
