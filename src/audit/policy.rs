//! Who may read the log.

use crate::{
    access::{Actor, No, Organisation, Rule, Verdict},
    kernel::Id,
};

/// The log of a body is for auditors whom a grant lets read it now.
pub struct ReadAudit;

impl Rule for ReadAudit {
    const NAME: &'static str = "audit.read";
    /// None: a body that is not named, because nothing is granted.
    type On = Option<Id<Organisation>>;

    fn check(actor: &Actor, body: &Option<Id<Organisation>>) -> Verdict {
        let granted = body.map_or(Err(No::Hidden), |body| actor.needs_grant(body));
        granted.map_err(|_hidden| {
            No::Forbidden("only auditors can do this, for bodies that a current grant names")
        })
    }
}
