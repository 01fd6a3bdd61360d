//! Assessments of applications, and revocations.

pub(crate) mod api;
mod assessing;
mod mails;
mod policy;
mod revoking;
