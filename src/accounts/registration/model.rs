//! A registration as values.

use crate::{kernel::Email, prelude::*};

#[derive(Debug, Clone)]
pub struct Registration {
    pub email: Email,
    pub full_name: Line<120>,
    pub password_hash: String,
}

/// The answer to a registration; the same whether or not the address was known.
#[derive(Debug, Clone)]
pub struct Registered {
    pub id: Id<User>,
    pub email: Email,
    pub full_name: Line<120>,
}
