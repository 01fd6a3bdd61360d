//! Sealed content: drafts under the key of their supplier, submissions under the key of their
//! lot. No content leaves here but through a rule.

mod content;
pub mod manifest;
mod store;

pub use content::{content, draft_of, opened_draft, sealed_draft};
pub use store::{
    Submission, insert_submission, keep_draft, lot_key, make_supplier_key, rewrap_lot_key,
    stored_draft, submission, supplier_key,
};
