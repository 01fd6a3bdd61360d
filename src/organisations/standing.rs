//! How an organisation stands with the administrators: what they wait for, what waits for them.
//!
//! ```text
//! brought ──▶ waiting ──▶ verified ──▶ looked at again ──▶ verified | rejected
//!               │  ▲ └──▶ rejected ──answers──▶ waiting
//!  asked for more ─┘ answers
//! ```

use super::model::{CannotOrganise, OrganisationState, Outcome, Stored};
use crate::kernel::Instant;

/// Where an organisation is on its way through the administrators' hands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// In the queue since.
    pub waiting_since: Option<Instant>,
    /// Asked for more information since; it is out of the queue until it answers.
    pub asked_at: Option<Instant>,
    /// What it answered last.
    pub answer: Option<String>,
    /// Verified, and looked at again since: what runs goes on, nothing new is published.
    pub reverifying_since: Option<Instant>,
    /// Suspended since, and what it was before.
    pub suspended: Option<(OrganisationState, Instant)>,
}

impl Stored {
    /// Verified, and nobody looks at it again just now.
    pub fn is_verified(&self) -> bool {
        self.state == OrganisationState::Verified && self.standing.reverifying_since.is_none()
    }

    /// An administrator's verdict over an organisation that waits, or could.
    pub fn judged(
        self,
        outcome: Outcome,
        note: Option<String>,
        now: Instant,
    ) -> Result<Self, CannotOrganise> {
        let under_review = match self.state {
            OrganisationState::Unverified => true,
            OrganisationState::Verified => self.standing.reverifying_since.is_some(),
            // What was turned down by mistake is put right without an answer.
            OrganisationState::Rejected => outcome == Outcome::Verified,
            OrganisationState::Suspended => false,
        };
        if !under_review {
            return Err(CannotOrganise::NotWaiting(self.state));
        }
        let before = self.standing;
        let (state, standing) = match outcome {
            Outcome::Verified => (OrganisationState::Verified, Standing::default()),
            Outcome::Rejected => (OrganisationState::Rejected, Standing::default()),
            Outcome::MoreInformation => {
                let asked = Standing { waiting_since: None, asked_at: Some(now), ..before };
                (self.state, asked)
            }
        };
        Ok(Self { state, standing, state_note: note, ..self })
    }

    /// The organisation says what was asked for, or why it should not have been turned down, and
    /// is back in the queue.
    pub fn answered(self, answer: String, now: Instant) -> Result<Self, CannotOrganise> {
        let state = match (self.state, self.standing.asked_at) {
            (OrganisationState::Rejected, _) => OrganisationState::Unverified,
            (state @ (OrganisationState::Unverified | OrganisationState::Verified), Some(_)) => {
                state
            }
            (state, _) => return Err(CannotOrganise::NothingAsked(state)),
        };
        let standing = Standing {
            waiting_since: Some(now),
            asked_at: None,
            answer: Some(answer),
            ..self.standing
        };
        Ok(Self { state, standing, ..self })
    }

    /// An administrator wants to look at a verified organisation again, for a reason.
    pub fn doubted(self, reason: String, now: Instant) -> Result<Self, CannotOrganise> {
        if self.state != OrganisationState::Verified || self.standing.reverifying_since.is_some() {
            return Err(CannotOrganise::NotVerified(self.state));
        }
        let standing = Standing {
            waiting_since: Some(now),
            reverifying_since: Some(now),
            ..Standing::default()
        };
        Ok(Self { standing, state_note: Some(reason), ..self })
    }

    /// Nothing new from it, whatever it was; what it was comes back with its reinstatement.
    pub fn suspended(self, reason: String, now: Instant) -> Result<Self, CannotOrganise> {
        let standing = Standing {
            suspended: match self.state {
                OrganisationState::Suspended => {
                    return Err(CannotOrganise::CannotBe(self.state, "suspended"));
                }
                before @ (OrganisationState::Unverified
                | OrganisationState::Verified
                | OrganisationState::Rejected) => Some((before, now)),
            },
            waiting_since: None,
            ..self.standing
        };
        let state = OrganisationState::Suspended;
        Ok(Self { state, standing, state_note: Some(reason), ..self })
    }

    /// As it was before; what waited to be judged waits again.
    pub fn reinstated(self, now: Instant) -> Result<Self, CannotOrganise> {
        let Some((state, _)) = self.standing.suspended else {
            return Err(CannotOrganise::CannotBe(self.state, "reinstated"));
        };
        let before = self.standing;
        let judges = state == OrganisationState::Unverified || before.reverifying_since.is_some();
        let waits = judges && before.asked_at.is_none() && !self.imported;
        let standing = Standing { suspended: None, waiting_since: waits.then_some(now), ..before };
        Ok(Self { state, standing, state_note: None, ..self })
    }

    /// What it was verified by has changed: it is looked at again.
    #[must_use]
    pub fn changed_identity(self, now: Instant) -> Self {
        let before = self.standing.clone();
        let standing = match self.state {
            OrganisationState::Verified => Standing {
                waiting_since: Some(before.waiting_since.unwrap_or(now)),
                asked_at: None,
                reverifying_since: Some(before.reverifying_since.unwrap_or(now)),
                ..before
            },
            OrganisationState::Unverified => Standing {
                waiting_since: Some(before.waiting_since.unwrap_or(now)),
                asked_at: None,
                ..before
            },
            OrganisationState::Rejected | OrganisationState::Suspended => before,
        };
        Self { standing, ..self }
    }
}
