//! Rules for sessions.

use super::store::StoredSession;
use crate::{accounts::model::Account, prelude::*};

/// A person with the right password signs in; the operation has compared it.
pub struct SignIn;

impl Rule for SignIn {
    const NAME: &'static str = "session.start";
    type On = Account;

    fn check(_: &Actor, _: &Account) -> Verdict {
        Ok(As::Themselves)
    }
}

/// A session goes on for whoever holds its refresh token.
pub struct Refresh;

impl Rule for Refresh {
    const NAME: &'static str = "session.refresh";
    type On = StoredSession;

    fn check(_: &Actor, _: &StoredSession) -> Verdict {
        Ok(As::Themselves)
    }
}

/// A session is ended by itself: signing out.
pub struct SignOut;

impl Rule for SignOut {
    const NAME: &'static str = "session.end";
    type On = StoredSession;

    fn check(actor: &Actor, session: &StoredSession) -> Verdict {
        if actor.session == Some(session.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// A user ends any of their own sessions.
pub struct EndSession;

impl Rule for EndSession {
    const NAME: &'static str = "session.end_own";
    type On = StoredSession;

    fn check(actor: &Actor, session: &StoredSession) -> Verdict {
        if actor.user() == Some(session.user_id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}
