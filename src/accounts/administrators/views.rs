//! Administrators as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    accounts::model::{Account, UserState},
    prelude::*,
};

/// An administrator of the platform.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdministratorView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub full_name: String,
    pub email: String,
    pub state: UserState,
    pub duties: Vec<Duty>,
    /// For `If-Match` when duties are changed.
    pub version: i64,
}

impl From<&Account> for AdministratorView {
    fn from(account: &Account) -> Self {
        Self {
            user_id: account.id,
            full_name: account.full_name.clone(),
            email: account.email.clone(),
            state: account.state,
            duties: account.duties.list().to_vec(),
            version: account.version,
        }
    }
}
