//! Who may read the log.

use crate::access::{Actor, As, No, Rule, Verdict};

/// The log is for auditors of the platform.
pub struct ReadAudit;

impl Rule for ReadAudit {
    const NAME: &'static str = "audit.read";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        if actor.auditor {
            Ok(As::Platform)
        } else {
            Err(No::Forbidden("this is for auditors of the platform"))
        }
    }
}
