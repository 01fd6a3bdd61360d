//! A new account as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Registered;
use crate::{kernel::Email, prelude::*};

/// The requested account.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewUserView {
    /// The id of the account.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<User>,
    /// The address of the account.
    pub email: Email,
    /// The name of the person.
    pub full_name: Line<120>,
    /// Always `unverified`.
    #[schema(example = "unverified")]
    pub state: &'static str,
}

impl From<&Registered> for NewUserView {
    fn from(new: &Registered) -> Self {
        Self {
            id: new.id,
            email: new.email.clone(),
            full_name: new.full_name.clone(),
            state: "unverified",
        }
    }
}
