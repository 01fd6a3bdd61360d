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
    /// The id of the administrator.
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    /// The name of the administrator.
    pub full_name: String,
    /// The address of the administrator.
    pub email: String,
    /// The state of the account.
    pub state: UserState,
    /// The duties of the administrator; none leaves no power.
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
