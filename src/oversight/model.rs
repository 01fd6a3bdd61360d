//! Auditors' grants and reads as values.

use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access,
    db::{Names, Words},
    prelude::*,
    words,
};

/// A grant lasts at most so long; then it is given anew.
pub const MOST_TIME: Period = Period::days(366);
/// Bodies that one grant may name.
pub const MOST_BODIES: usize = 50;

words!(
    /// The state of a grant at an instant.
    GrantState {
        /// The grant waits for the confirmation of another administrator.
        Proposed = "proposed",
        /// The grant is confirmed, and its time has not begun.
        Upcoming = "upcoming",
        /// The grant gives access.
        Open = "open",
        /// The time of the grant is over.
        Ended = "ended",
        /// An administrator has ended the grant, or the proposal, early.
        Revoked = "revoked",
    }
);

/// A grant of access to named bodies, from and until an instant: proposed by one administrator and
/// confirmed by another, neither of them the auditor.
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
    /// The names of the people above.
    pub names: Names,
}

impl AuditorGrant {
    /// The people whose names are shown.
    pub fn people(&self) -> impl Iterator<Item = Id<User>> {
        let confirmed = self.confirmed.map(|(by, _)| by);
        [self.auditor, self.proposed_by].into_iter().chain(confirmed)
    }

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

/// A request of an auditor under a grant.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
#[schema(as = AuditorReadView)]
pub struct AuditorRead {
    /// The id of the read.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<AuditorRead>,
    /// The instant of the request.
    pub at: Instant,
    /// The grant that gave access.
    #[schema(value_type = String, format = "uuid")]
    pub grant_id: Id<access::Grant>,
    /// The auditor.
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    /// The full name of the auditor.
    #[schema(example = "Grace Hopper")]
    pub auditor_name: String,
    /// Method and path.
    #[schema(example = "GET /v1/bids/0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub route: String,
    /// The rules under which the grant gave access.
    #[diesel(deserialize_as = Words<String>)]
    #[schema(example = json!(["bid.read"]))]
    pub rules: Vec<String>,
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
            names: Names::default(),
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
