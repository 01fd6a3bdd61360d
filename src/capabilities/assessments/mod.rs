//! Assessments of applications, and revocations.

pub mod api;
mod assessing;
mod mails;
mod policy;
mod revoking;
