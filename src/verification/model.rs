//! Verification as a state machine: each decision gives an organisation its next standing.
//!
//! ```text
//! registered ──▶ waiting ──▶ verified ──▶ verified again ──▶ verified | rejected
//!                  │  ▲ └──▶ rejected ──answered──▶ waiting
//!  asked for more ─┘  └ answered
//! ```

use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    mail_domains::Claim,
    organisations::{OrganisationState, Standing, Stored},
    prelude::*,
    words,
};

words!(
    /// The result of a verification.
    Outcome {
        /// The organisation is verified, with its identifiers.
        Verified = "verified",
        /// The organisation is rejected; an owner can answer.
        Rejected = "rejected",
        /// The organisation leaves the queue until an owner answers.
        MoreInformation = "more_information",
    }
);

/// An administrator's verdict over an organisation.
#[derive(Debug)]
pub struct Judgement {
    pub organisation: Id<Organisation>,
    pub outcome: Outcome,
    pub note: Option<Text<2000>>,
}

/// A decision of an administrator about an organisation, for a reason that its owners are told.
#[derive(Debug)]
pub struct Reasoned {
    pub organisation: Id<Organisation>,
    pub reason: Text<2000>,
}

/// An owner's answer to the administrators.
#[derive(Debug)]
pub struct OwnersAnswer {
    pub organisation: Id<Organisation>,
    pub text: Text<2000>,
}

/// An organisation with a similar name.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
pub struct Twin {
    /// The id of the organisation.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    /// The name of the organisation.
    pub name: String,
    /// The verification of the organisation.
    pub state: OrganisationState,
}

/// An organisation that waits, with its domains and lookalikes.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub organisation: Stored,
    pub domains: Vec<Claim>,
    pub twins: Vec<Twin>,
}

impl Waiting {
    /// The place in the queue, as cursors name it.
    pub fn place(&self) -> String {
        let since = self.organisation.standing.waiting_since.map_or(0, Instant::micros);
        format!("{since}/{}", self.organisation.id)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotVerify {
    #[error("an organisation that is {0} cannot be verified or rejected")]
    NotWaiting(OrganisationState),
    #[error("an organisation that is {0} has not been asked for anything")]
    NothingAsked(OrganisationState),
    #[error(
        "only a verified organisation that is not under review can be verified again; this organisation is {0}"
    )]
    NotVerified(OrganisationState),
    #[error("an organisation that is {0} cannot be {1}")]
    CannotBe(OrganisationState, &'static str),
}

impl Refuse for CannotVerify {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

impl Stored {
    /// The verdict of an administrator over an organisation that waits, or was rejected.
    pub fn judged(
        self,
        outcome: Outcome,
        note: Option<String>,
        now: Instant,
    ) -> Result<Self, CannotVerify> {
        let under_review = match self.state {
            OrganisationState::Unverified => true,
            OrganisationState::Verified => self.standing.reverifying_since.is_some(),
            // A rejection by mistake is put right without an answer.
            OrganisationState::Rejected => outcome == Outcome::Verified,
            OrganisationState::Suspended => false,
        };
        if !under_review {
            return Err(CannotVerify::NotWaiting(self.state));
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

    /// The answer of an owner to a question or a rejection; the organisation returns to the queue.
    pub fn answered(self, answer: String, now: Instant) -> Result<Self, CannotVerify> {
        let state = match (self.state, self.standing.asked_at) {
            (OrganisationState::Rejected, _) => OrganisationState::Unverified,
            (state @ (OrganisationState::Unverified | OrganisationState::Verified), Some(_)) => {
                state
            }
            (state, _) => return Err(CannotVerify::NothingAsked(state)),
        };
        let standing = Standing {
            waiting_since: Some(now),
            asked_at: None,
            answer: Some(answer),
            ..self.standing
        };
        Ok(Self { state, standing, ..self })
    }

    /// A demand to verify a verified organisation again, with a reason.
    pub fn doubted(self, reason: String, now: Instant) -> Result<Self, CannotVerify> {
        if self.state != OrganisationState::Verified || self.standing.reverifying_since.is_some() {
            return Err(CannotVerify::NotVerified(self.state));
        }
        let standing = Standing {
            waiting_since: Some(now),
            reverifying_since: Some(now),
            ..Standing::default()
        };
        Ok(Self { standing, state_note: Some(reason), ..self })
    }

    /// The suspension of an organisation, which keeps its earlier state for the reinstatement.
    pub fn suspended(self, reason: String, now: Instant) -> Result<Self, CannotVerify> {
        if self.state == OrganisationState::Suspended {
            return Err(CannotVerify::CannotBe(self.state, "suspended"));
        }
        let standing = Standing {
            suspended_at: Some(now),
            state_before: Some(self.state),
            waiting_since: None,
            ..self.standing
        };
        let state = OrganisationState::Suspended;
        Ok(Self { state, standing, state_note: Some(reason), ..self })
    }

    /// The state before the suspension; an unfinished verification returns to the queue.
    pub fn reinstated(self, now: Instant) -> Result<Self, CannotVerify> {
        let Some(state) = self.standing.state_before else {
            return Err(CannotVerify::CannotBe(self.state, "reinstated"));
        };
        let before = self.standing;
        let judges = state == OrganisationState::Unverified || before.reverifying_since.is_some();
        let waits = judges && before.asked_at.is_none() && !self.imported;
        let standing = Standing {
            suspended_at: None,
            state_before: None,
            waiting_since: waits.then_some(now),
            ..before
        };
        Ok(Self { state, standing, state_note: None, ..self })
    }
}
