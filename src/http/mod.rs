//! What every endpoint shares, written once.

mod allowance;
mod answer;
mod body;
mod caller;
mod file;
mod intake;
mod json;
mod openapi;
mod operation;
mod operations;
pub mod prelude;
mod query;
mod raw;
mod reply;

pub use crate::kernel::{Page, PageOf};
pub use allowance::{Allowance, rate_limit, with_allowance};
pub use answer::{Answer, problem_body};
pub use body::{Body, parse as parse_body};
pub use caller::{Asked, Caller, Intake, RetryKey, from as true_address};
pub use file::{File, FileContent};
pub use intake::{Limits as BodyLimits, RequestId, SignedIn, UPLOAD, Uploads, discard, take_in};
pub use json::parse as parse_json;
pub use openapi::describe;
pub use operation::{BodyBound, Method, Openness, Operation, PathParameter, Place};
pub use operations::{Operations, note_operation, operation_of, route};
pub use query::{PageQuery, Query};
pub use raw::{Raw, content_digest};
pub use reply::{Refusal, Reply};
