//! Rules of requests to join.

use super::{
    super::super::{model::Stored, policy::OWNERS},
    model::JoinRequest,
};
use crate::prelude::*;

/// A signed-in person may ask; the operation refuses members.
pub struct AskToJoin;

impl Rule for AskToJoin {
    const NAME: &'static str = "join_request.make";
    type On = Stored;

    fn check(actor: &Actor, _: &Stored) -> Verdict {
        actor.needs_person()
    }
}

pub struct ReadJoinRequests;

impl Rule for ReadJoinRequests {
    const NAME: &'static str = "join_request.read";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

/// An acceptance gives roles, so it needs recent authentication, as a change of roles does.
pub struct AnswerJoinRequest;

impl Rule for AnswerJoinRequest {
    const NAME: &'static str = "join_request.answer";
    const FRESH: bool = true;
    type On = JoinRequest;

    fn check(actor: &Actor, request: &JoinRequest) -> Verdict {
        actor.needs(&[Role::Owner], request.organisation, OWNERS)
    }
}

/// A person withdraws their own request.
pub struct WithdrawJoinRequest;

impl Rule for WithdrawJoinRequest {
    const NAME: &'static str = "join_request.withdraw";
    type On = JoinRequest;

    fn check(actor: &Actor, request: &JoinRequest) -> Verdict {
        if actor.user() == Some(request.user) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}
