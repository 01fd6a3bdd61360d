//! The words of the trade: values that cannot be wrong. No I/O, no clock, no HTTP.

mod address;
mod clock;
mod codes;
mod date;
mod domain;
mod email;
mod fault;
mod id;
mod issuer;
mod money;
mod patch;
mod points;
mod problem;
mod public_address;
mod rate;
mod schema;
mod text;
mod words;

pub use address::{Networks, Origins, Proxies, household};
pub use clock::{Clock, Instant, MovingClock, Period, SystemClock};
pub use codes::{Cpv, Currency, Region, Theme};
pub use date::Date;
pub use domain::{DOMAIN_PROOF_LIFE, MailDomain, domains_above};
pub use email::Email;
pub use fault::{Faults, FieldFault};
pub use id::Id;
pub use issuer::{Issuer, Issuers};
pub use money::Money;
pub use patch::Patch;
pub use points::Points;
pub use problem::{Kind, Problem, Refuse, kinds};
pub use public_address::is_public;
pub use rate::{MaybeRate, Rate};
pub use schema::list_of_ids;
pub use text::{Key, Line, Text};
