//! A registration as values.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{accounts::model::UserState, kernel::Email, prelude::*};

#[derive(Debug, Clone)]
pub struct Registration {
    pub email: Email,
    pub full_name: Line<120>,
    pub password_hash: String,
}

/// The requested account; the same whether or not the address was known.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NewUserView)]
pub struct Registered {
    /// The id of the account.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<User>,
    /// The address of the account.
    pub email: Email,
    /// The name of the person.
    pub full_name: Line<120>,
    /// The state of the account: `unverified`.
    #[schema(example = "unverified")]
    pub state: UserState,
}
