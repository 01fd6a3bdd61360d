//! One connection type for two databases: pools, transactions that retry, and who the caller is.

mod actor;
mod columns;
mod dialect;
mod full_text;
mod isolation;
mod kept;
mod migrations;
mod one_of;
mod people;
mod pool;
#[rustfmt::skip]
pub mod schema;
mod transaction;
mod types;
mod writer;

pub use actor::{KeyCheck, actor, actor_of, actor_of_key};
pub use columns::{Encoded, Json, MaybeJson, MoneyColumns, Words, json, words};
pub(crate) use dialect::natively;
pub use dialect::{Db, Lock, answers, kind_of, lower, sqlite_version};
pub use full_text::{SoughtWords, WordsMatch};
pub use kept::kept;
pub use one_of::one_of;
pub use people::{Names, last_seen, names_of};
pub use pool::{Limits, Pool, unmigrate};
pub use transaction::{Fault, Note, Stale, Tx, once};
pub use writer::Lane;
