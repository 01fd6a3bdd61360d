//! Auditors' grants and reads as values.

use crate::{access, prelude::*, words};

/// A grant lasts at most so long; then it is given anew.
pub const MOST_TIME: Period = Period::days(366);
/// Bodies that one grant may name.
pub const MOST_BODIES: usize = 50;

words!(
    /// What a grant is worth at an instant.
    GrantState {
        Proposed = "proposed", Upcoming = "upcoming", Open = "open", Ended = "ended",
        Revoked = "revoked",
    }
);

/// Named bodies, from and until, for a reason: proposed by one administrator, confirmed by another,
/// neither of them the auditor.
#[derive(Debug, Clone)]
pub struct AuditorGrant {
    pub id: Id<access::Grant>,
    pub auditor: Id<User>,
    pub bodies: Vec<Id<Organisation>>,
    pub reason: String,
    pub from: Instant,
    pub until: Instant,
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
    pub confirmed: Option<(Id<User>, Instant)>,
    pub revoked: Option<(Id<User>, Instant)>,
}

impl AuditorGrant {
    pub fn state(&self, now: Instant) -> GrantState {
        match (self.confirmed, self.revoked) {
            (_, Some(_)) => GrantState::Revoked,
            _ if now >= self.until => GrantState::Ended,
            (None, None) => GrantState::Proposed,
            (Some(_), None) if now < self.from => GrantState::Upcoming,
            (Some(_), None) => GrantState::Open,
        }
    }
}

/// The faults of the times of a grant that is proposed.
pub fn faults_of_times(from: Instant, until: Instant, now: Instant) -> Faults {
    let mut faults = Faults::new();
    if until <= from {
        faults.add("/until", "order", "is not after from");
    } else if until <= now {
        faults.add("/until", "past", "is over already");
    } else if until > from.plus(MOST_TIME) {
        faults.add("/until", "too-long", "a grant lasts for at most 366 days");
    }
    faults
}

/// A grant that an administrator proposes.
#[derive(Debug, Clone)]
pub struct NewGrant {
    pub auditor: Id<User>,
    pub bodies: Vec<Id<Organisation>>,
    pub from: Instant,
    pub until: Instant,
    pub reason: Text<2000>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotGrant {
    #[error("a grant that is {0} cannot be {1}")]
    WrongState(GrantState, &'static str),
}

impl Refuse for CannotGrant {
    fn kind(&self) -> Kind {
        match self {
            Self::WrongState(..) => kinds::WRONG_STATE,
        }
    }
}

/// A request of an auditor that read the affairs of a body.
#[derive(Debug, Clone)]
pub struct AuditorRead {
    pub id: Id<AuditorRead>,
    pub grant: Id<access::Grant>,
    pub auditor: Id<User>,
    pub auditor_name: String,
    pub route: String,
    pub rules: Vec<String>,
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_order_and_not_too_long() {
        let at = |text: &str| -> Instant { text.parse().unwrap() };
        let now = at("2026-09-10T00:00:00Z");
        let codes = |from: &str, until: &str| -> Vec<&'static str> {
            let faults = faults_of_times(at(from), at(until), now);
            faults.iter().map(|fault| fault.code).collect()
        };
        assert!(codes("2026-09-10T00:00:00Z", "2027-09-11T00:00:00Z").is_empty());
        assert_eq!(codes("2026-09-10T00:00:00Z", "2026-09-10T00:00:00Z"), ["order"]);
        assert_eq!(codes("2026-09-01T00:00:00Z", "2026-09-10T00:00:00Z"), ["past"]);
        assert_eq!(codes("2026-09-10T00:00:00Z", "2027-09-11T00:00:01Z"), ["too-long"]);
    }

    #[test]
    fn a_grant_begins_and_ends_by_itself() {
        let at = |text: &str| -> Instant { text.parse().unwrap() };
        let (from, until) = (at("2026-09-02T00:00:00Z"), at("2026-09-05T00:00:00Z"));
        let proposed = AuditorGrant {
            id: Id::new(),
            auditor: Id::new(),
            bodies: vec![Id::new()],
            reason: String::new(),
            from,
            until,
            proposed_by: Id::new(),
            proposed_at: at("2026-09-01T00:00:00Z"),
            confirmed: None,
            revoked: None,
        };
        assert_eq!(proposed.state(from), GrantState::Proposed);
        let given = AuditorGrant { confirmed: Some((Id::new(), from)), ..proposed };
        assert_eq!(given.state(at("2026-09-01T23:59:59Z")), GrantState::Upcoming);
        assert_eq!(given.state(from), GrantState::Open);
        assert_eq!(given.state(until), GrantState::Ended);
        let taken = AuditorGrant { revoked: Some((Id::new(), from)), ..given };
        assert_eq!(taken.state(from), GrantState::Revoked);
    }
}
