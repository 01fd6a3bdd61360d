//! Files that people attach: what is taken, under which names, and where their content lies.
//!
//! ```text
//! body ──check──▶ Checked ──put──▶ content, in the transaction of its row ──intact──▶ File
//! ```
//!
//! Nothing is ever decoded: no picture is drawn, no page is laid out, no macro is looked at. What is
//! not of a kind that is known, by its content, its name and its declared type alike, is refused.
//! Each room that has documents keeps rows of its own about them.

mod archives;
mod checks;
mod content;
mod kinds;
mod model;
mod names;
mod store;

pub use checks::{Checked, Upload, check};
pub use content::{Checks, put, remove, whole, whole_if_there};
pub use kinds::FileKind;
pub use model::Document;
pub use names::FileName;
