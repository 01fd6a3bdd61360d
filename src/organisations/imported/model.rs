//! Public bodies as open data names them.

use super::super::identifiers::Identifier;
use crate::kernel::Line;

/// A public body as open data names it.
#[derive(Debug, Clone)]
pub struct NamedBody {
    pub name: Line<200>,
    pub identifier: Option<Identifier>,
    pub website: Option<String>,
}
