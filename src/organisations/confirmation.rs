//! `POST /v1/organisations/{id}/members/confirmation`: once a year an owner of a public body says who
//! still belongs there (LESSONS C48, P14). That a place was not confirmed follows from time alone; a
//! worker only writes to the owners 30, 15, 5 and 1 days before, and to everybody concerned after.

use super::{
    mails,
    model::{CannotOrganise, Member},
    policy::{ConfirmMembers, RemindOwners},
    store, store_confirmations as rows,
};
use crate::{
    access::{No, Organisation, OrganisationKind, Role, User},
    accounts,
    app::App,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Stale, Tx},
    kernel::{Faults, Id, Instant, Period},
    outbox,
};

/// How long before its end the owners are told, and at its end.
const REMINDERS: [Period; 5] =
    [Period::days(30), Period::days(15), Period::days(5), Period::days(1), Period::days(0)];
/// Organisations whose owners are told in one go.
const BATCH: i64 = 200;

/// How long a place is confirmed.
#[derive(Debug, Clone, Copy)]
pub struct Year {
    pub until: Instant,
}

impl Year {
    pub const fn from(now: Instant) -> Self {
        Self { until: now.plus(Period::days(365)) }
    }

    /// When the owners are told next that it ends.
    pub fn reminder_after(self, now: Instant) -> Option<Instant> {
        let told = REMINDERS.map(|before| self.until.minus(before));
        told.into_iter().filter(|at| *at > now).min()
    }
}

/// Confirms members for another year. The owners are told who did so, and for whom.
pub fn confirm(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    users: &[Id<User>],
) -> Result<Recorded<Vec<Member>>, Fault> {
    let (may, organisation) = store::load(tx.db(), of)?.open::<ConfirmMembers>(&call.actor)?;
    // Nobody brings themselves back where somebody else is there to say so.
    let lapsed = !call.actor.has(Role::Owner, of);
    if lapsed && !store::addressees(tx.db(), of, &[Role::Owner], call.at)?.is_empty() {
        return Err(No::Unconfirmed.into());
    }
    match organisation.kind {
        OrganisationKind::PublicBody => {}
        OrganisationKind::Supplier => return Err(CannotOrganise::NeedsNoConfirming.into()),
    }
    let mut members = store::members_among(tx.db(), of, users)?;
    let mut faults = Faults::new();
    for (n, user) in users.iter().enumerate() {
        if !members.iter().any(|member| member.user == *user) {
            faults.add(format!("/user_ids/{n}"), "unknown", "this is no member");
        }
    }
    faults.none()?;
    let year = Year::from(call.at);
    rows::confirm(tx, of, users, year, call.at)?;
    for member in &mut members {
        member.confirmed_until = Some(year.until);
        member.version += 1;
    }
    let public_url = &call.app.config.public_url;
    let letter = mails::members_confirmed(public_url, (of, &organisation.name), &members);
    for owner in store::all_owners(tx.db(), of)? {
        outbox::send(tx, call, &owner, &letter)?;
    }
    let confirmed: Vec<String> = users.iter().map(ToString::to_string).collect();
    let event = Event::of("member.confirmed", "organisation", &of).fact("users", confirmed);
    audit::record(tx, call, &may, event, members)
}

/// Tells the owners of every public body where a place runs out; how many bodies those were. Two
/// nodes may do so at once: the next reminder is written in the transaction of the letters.
pub fn remind_owners(app: &App) -> Result<usize, Fault> {
    let mut all = 0;
    loop {
        let now = app.clock.now();
        let due = app.pool.read_here(|db| rows::due(db, now, BATCH))?;
        for body in &due {
            let body = *body;
            match audit::act_as_system(app, "confirmations", move |tx, call| remind(tx, call, body))
            {
                Ok(()) => all += 1,
                // Another node was faster.
                Err(Fault::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        if due.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}

fn remind(tx: &mut Tx<'_>, call: &Call, of: Id<Organisation>) -> Result<Recorded<()>, Fault> {
    let (may, organisation) = store::load(tx.db(), of)?.open::<RemindOwners>(&call.actor)?;
    let ending = store::members_ending(tx.db(), of, call.at)?;
    if ending.is_empty() {
        return Err(Stale.into());
    }
    let public_url = &call.app.config.public_url;
    let name = &organisation.name;
    for member in &ending {
        let until = member.confirmed_until.unwrap_or(call.at);
        rows::put_reminder(tx, member, Year { until }.reminder_after(call.at))?;
        if until <= call.at {
            let to = accounts::addressee(tx.db(), member.user)?;
            outbox::send(tx, call, &to, &mails::place_unconfirmed(public_url, (of, name)))?;
        }
    }
    let letter = mails::places_run_out(public_url, (of, name), &ending);
    for owner in store::all_owners(tx.db(), of)? {
        outbox::send(tx, call, &owner, &letter)?;
    }
    let event =
        Event::of("member.confirmation_asked", "organisation", &of).fact("members", ending.len());
    audit::record(tx, call, &may, event, ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reminder_has_its_day() {
        let start = Instant::from_micros(0);
        let day = |n: i64| start.plus(Period::days(n));
        let year = Year::from(start);
        assert_eq!(year.until, day(365));
        for (now, next) in [(0, 335), (335, 350), (336, 350), (350, 360), (360, 364), (364, 365)] {
            assert_eq!(year.reminder_after(day(now)), Some(day(next)), "day {now}");
        }
        assert_eq!(year.reminder_after(day(365)), None);
    }
}
