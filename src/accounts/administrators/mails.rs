//! The letter about changed duties.

use crate::{
    access::Duties,
    outbox::{Letter, Place},
};

pub fn duties_changed(before: &Duties, now: &Duties) -> Letter {
    Letter::new("user.duties_changed", "Your duties as an administrator were changed")
        .says("What you do as an administrator of Guildhall was changed. It counts from now on; you need not sign in again.")
        .says("If you did not expect that, ask the administrators who give duties, or the operator.")
        .fact("Before", &named_duties(before))
        .fact("Now", &named_duties(now))
        .link("Read what an administrator does", Place::Docs)
        .urgent()
}

fn named_duties(duties: &Duties) -> String {
    let names: Vec<&str> = duties.list().iter().map(|duty| duty.as_str()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
