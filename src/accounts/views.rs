//! The own account as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Account;
use crate::{
    access::{Actor, Duty, Membership, Organisation, OrganisationKind, Role, User},
    kernel::Id,
};

/// Who I am.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<User>,
    pub email: String,
    pub full_name: String,
    pub administrator: bool,
    /// What I am an administrator for.
    pub duties: Vec<Duty>,
    pub auditor: bool,
    pub second_factor: SecondFactorView,
    pub memberships: Vec<MembershipView>,
}

impl Me {
    /// An account with what its actor may do at this moment.
    pub fn of(account: Account, actor: &Actor) -> Self {
        Self {
            id: account.id,
            email: account.email,
            full_name: account.full_name,
            administrator: account.administrator,
            duties: account.duties.list().to_vec(),
            auditor: account.auditor,
            second_factor: SecondFactorView {
                needed: actor.needs_second_factor(),
                proved: actor.proof.strong,
            },
            memberships: actor.memberships.iter().map(MembershipView::from).collect(),
        }
    }
}

/// How it stands with my second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorView {
    /// Whether one of my roles asks for one.
    pub needed: bool,
    /// Whether this session has proved one; without, the roles that ask for it sleep.
    pub proved: bool,
}

/// My place in one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipView {
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub kind: OrganisationKind,
    pub roles: Vec<Role>,
    /// Those of my roles that are of no use before I have proved a second factor.
    pub asleep: Vec<Role>,
    /// Those of my roles that are of no use before an owner has confirmed my place for this year.
    pub unconfirmed: Vec<Role>,
}

impl From<&Membership> for MembershipView {
    fn from(membership: &Membership) -> Self {
        let Membership { roles, asleep, lapsed, .. } = membership;
        Self {
            organisation_id: membership.organisation,
            kind: membership.kind,
            roles: [roles.clone(), asleep.clone(), lapsed.clone()].concat(),
            asleep: asleep.clone(),
            unconfirmed: lapsed.clone(),
        }
    }
}
