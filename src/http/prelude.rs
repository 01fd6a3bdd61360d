//! What nearly every file of handlers is written with, for `use crate::http::prelude::*`.

pub use super::{Answer, Body, PageQuery, Query, Reply};
pub use crate::operations;
