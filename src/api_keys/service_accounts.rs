//! `/v1/organisations/{id}/service-accounts`: members that are programs.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{model::ServiceAccount, policy::MakeServiceAccount};
use crate::{
    accounts,
    organisations::{self, Roles},
    prelude::*,
};

/// A new service account.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewServiceAccount {
    /// The name of the program.
    #[schema(example = "Contract register")]
    pub name: Line<120>,
    /// Any role but owner, approver and opener, which are for people.
    #[schema(example = json!(["viewer"]))]
    pub roles: Vec<Role>,
}

/// Makes a place for a program: it can never hold a role that asks for a person.
pub fn make(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewServiceAccount,
) -> Result<Recorded<ServiceAccount>, Fault> {
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<MakeServiceAccount>(&call.actor)?;
    let roles = Roles::of(new.roles.clone(), organisation.kind)?;
    let mut faults = Faults::new();
    for (n, role) in roles.list().iter().enumerate() {
        if *role == Role::Owner || role.needs_second_factor() {
            faults.add(format!("/roles/{n}"), "role", format!("{role} is for people"));
        }
    }
    faults.none()?;
    let user = Id::new();
    accounts::insert_program(tx, user, new.name.as_str(), call.at)?;
    organisations::insert_member(tx, of, user, &roles, call.at)?;
    let event = Event::of("service_account.made", "organisation", &of)
        .fact("user", user.to_string())
        .fact("roles", roles.words());
    let account = ServiceAccount { user, name: new.name.to_string(), roles };
    audit::record(tx, call, &may, event, account)
}
