//! The own account as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Account;
use crate::{access::Membership, prelude::*};

/// My account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The id of my account.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<User>,
    /// My address.
    pub email: String,
    /// My name.
    pub full_name: String,
    /// Whether I am an administrator of the platform.
    pub administrator: bool,
    /// My duties as an administrator.
    pub duties: Vec<Duty>,
    /// Whether I am an auditor of the platform.
    pub auditor: bool,
    /// The state of my second factor.
    pub second_factor: SecondFactorView,
    /// My memberships of organisations.
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

/// The state of my second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorView {
    /// Whether one of my roles requires a second factor.
    pub needed: bool,
    /// Whether this session has proved it; roles that require it are otherwise inactive.
    pub proved: bool,
}

/// My membership of one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipView {
    /// The id of the organisation.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The kind of the organisation.
    pub kind: OrganisationKind,
    /// All my roles in the organisation.
    pub roles: Vec<Role>,
    /// My roles that are inactive until this session has proved a second factor.
    pub asleep: Vec<Role>,
    /// My roles that are inactive until an owner confirms my membership for this year.
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
