//! A registration as values.

use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    accounts::{model::UserState, passwords::model::Password},
    kernel::Email,
    prelude::*,
};

/// A new account.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewUser {
    /// The address of the person; the account is verified by it.
    #[schema(example = "ada@camden.example")]
    pub email: Email,
    /// At least 12 characters of any kind.
    #[schema(value_type = String, min_length = 12, example = "three random words")]
    pub password: Password,
    /// The name of the person, as colleagues see it.
    #[schema(example = "Ada Osei")]
    pub full_name: Line<120>,
}

/// A new account whose password was checked and hashed.
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
