//! Identity providers as values.

use std::collections::BTreeMap;

use diesel::{Queryable, Selectable};

use crate::{
    db::{Json, Words, schema::identity_providers},
    kernel::Issuer,
    prelude::*,
};

/// The roles that each group of a provider gives.
pub type Groups = BTreeMap<String, Vec<Role>>;

/// Groups that one provider may map.
const MOST_GROUPS: usize = 200;

/// An identity provider as an owner sets it.
#[derive(Debug, Clone)]
pub struct NewProvider {
    pub issuer: Issuer,
    pub client_id: String,
    /// None keeps the secret that is stored.
    pub client_secret: Option<String>,
    pub groups_claim: String,
    pub groups: Groups,
    pub default_roles: Vec<Role>,
    pub amr_believed: bool,
    pub acr_believed: Option<String>,
    pub passwords: bool,
}

impl NewProvider {
    /// Refuses roles that groups cannot give, all at once.
    pub fn check(&self, kind: OrganisationKind) -> Result<(), Faults> {
        let mut faults = Faults::new();
        if self.groups.len() > MOST_GROUPS {
            faults.add("/groups", "too-many", format!("map at most {MOST_GROUPS} groups"));
        }
        let named = self.groups.iter().map(|(group, roles)| {
            let group = group.replace('~', "~0").replace('/', "~1");
            (format!("/groups/{group}"), roles)
        });
        for (at, roles) in named.chain([("/default_roles".to_owned(), &self.default_roles)]) {
            for (n, role) in roles.iter().enumerate() {
                if *role == Role::Owner {
                    let why = "groups cannot give the role owner";
                    faults.add(format!("{at}/{n}"), "role", why);
                } else if !role.fits(kind) {
                    let kind = kind.as_str().replace('_', " ");
                    faults.add(
                        format!("{at}/{n}"),
                        "role",
                        format!("{role} is no role in a {kind}"),
                    );
                }
            }
        }
        faults.none()
    }
}

/// The identity provider of an organisation, as stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = identity_providers)]
pub struct Provider {
    /// The id changes when issuer or client id change; all linked accounts are dropped.
    pub id: Id<Provider>,
    #[diesel(column_name = organisation_id)]
    pub organisation: Id<Organisation>,
    pub issuer: Issuer,
    pub client_id: String,
    pub sealed_secret: String,
    pub groups_claim: String,
    #[diesel(deserialize_as = Json<Groups>)]
    pub groups: Groups,
    #[diesel(deserialize_as = Words<Role>)]
    pub default_roles: Vec<Role>,
    pub amr_believed: bool,
    pub acr_believed: Option<String>,
    pub passwords: bool,
    pub set_at: Instant,
    pub version: i64,
}

impl Provider {
    /// The purpose that the client secret is sealed for.
    pub fn sealed_for(id: Id<Self>) -> String {
        format!("identity provider‖{id}")
    }

    /// Whether a sign-in counts as one with a second factor: by the method `mfa` (RFC 8176), or by
    /// the class of authentication that an owner has named.
    pub fn is_strong(&self, amr: &[String], acr: Option<&str>) -> bool {
        let named = self.acr_believed.as_deref();
        (self.amr_believed && amr.iter().any(|method| method == "mfa"))
            || (named.is_some() && named == acr)
    }

    /// The roles that these groups bring, or the roles of a person in none of the known groups.
    pub fn wanted(&self, groups: &[String]) -> Vec<Role> {
        let mine: Vec<&Vec<Role>> =
            groups.iter().filter_map(|name| self.groups.get(name)).collect();
        let roles = if mine.is_empty() {
            self.default_roles.clone()
        } else {
            mine.into_iter().flatten().copied().collect()
        };
        sorted(roles)
    }

    /// The roles of a member after a sign-in: roles that some group brings come and go with the
    /// groups, all others stay as they were given.
    pub fn roles_after(&self, before: &[Role], groups: &[String]) -> Vec<Role> {
        let ours = |role: &Role| {
            self.groups.values().flatten().chain(&self.default_roles).any(|known| known == role)
        };
        let kept = before.iter().copied().filter(|role| !ours(role));
        sorted(kept.chain(self.wanted(groups)).collect())
    }
}

fn sorted(mut roles: Vec<Role>) -> Vec<Role> {
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// Why a sign-in by a provider is refused. The exact cause is for the log alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFault {
    #[error("no organisation with this domain signs in by an identity provider here")]
    NoProvider,
    #[error("the identity provider could not be asked just now")]
    Away,
    #[error(
        "this sign-in is unknown, was begun in another browser, is complete or has expired; begin again"
    )]
    NoFlow,
    #[error("the identity provider did not vouch for you; begin again")]
    NotVouched,
    #[error("your identity provider does not confirm your e-mail address")]
    NoEmail,
    #[error("your e-mail address is not of a domain that your organisation has proved")]
    Foreign,
    #[error(
        "your identity provider does not send all of your groups; ask its administrators to send only the groups assigned to Guildhall"
    )]
    TooManyGroups,
    #[error(
        "another person at your identity provider signs in to the account of this address; an owner of your organisation can help"
    )]
    Another,
}

impl Refuse for ProviderFault {
    fn kind(&self) -> Kind {
        match self {
            Self::NoProvider => kinds::NOT_FOUND,
            Self::Away => kinds::PROVIDER_AWAY,
            Self::NoFlow | Self::NotVouched => kinds::UNAUTHENTICATED,
            Self::NoEmail | Self::Foreign | Self::TooManyGroups | Self::Another => kinds::FORBIDDEN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> Provider {
        let groups = [("authors", Role::Author), ("approvers", Role::Approver)];
        let groups = groups.map(|(name, role)| (name.to_owned(), vec![role, Role::Viewer]));
        Provider {
            id: Id::new(),
            organisation: Id::new(),
            issuer: Issuer::parse("https://login.example").unwrap(),
            client_id: "guildhall".to_owned(),
            sealed_secret: String::new(),
            groups_claim: "groups".to_owned(),
            groups: groups.into(),
            default_roles: vec![Role::Viewer],
            amr_believed: true,
            acr_believed: Some("urn:strong".to_owned()),
            passwords: true,
            set_at: Instant::from_micros(0),
            version: 1,
        }
    }

    #[test]
    fn groups_bring_and_take_their_own_roles_alone() {
        let provider = provider();
        let after = |before: &[Role], groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(|&name| name.to_owned()).collect();
            provider.roles_after(before, &groups)
        };
        assert_eq!(after(&[], &["authors", "others"]), [Role::Author, Role::Viewer]);
        assert_eq!(after(&[Role::Author], &["others"]), [Role::Viewer]);
        assert_eq!(after(&[Role::Author], &["approvers"]), [Role::Approver, Role::Viewer]);
        // Owners and openers are of no group: they were given by hand and stay.
        let by_hand = [Role::Owner, Role::Opener, Role::Approver];
        assert_eq!(after(&by_hand, &[]), [Role::Owner, Role::Opener, Role::Viewer]);
        let nobody = Provider { default_roles: vec![], ..provider.clone() };
        assert!(nobody.roles_after(&[Role::Author], &[]).is_empty());
    }

    #[test]
    fn a_second_factor_is_believed_where_the_owner_says_so() {
        let provider = provider();
        let mfa = ["pwd".to_owned(), "mfa".to_owned()];
        assert!(provider.is_strong(&mfa, None));
        assert!(provider.is_strong(&[], Some("urn:strong")));
        assert!(!provider.is_strong(&mfa[..1], Some("urn:weak")));
        let doubted = Provider { amr_believed: false, acr_believed: None, ..provider };
        assert!(!doubted.is_strong(&mfa, None) && !doubted.is_strong(&mfa, Some("urn:strong")));
    }

    #[test]
    fn no_group_makes_owners_or_what_does_not_fit() {
        let stored = provider();
        let new = NewProvider {
            issuer: stored.issuer,
            client_id: stored.client_id,
            client_secret: None,
            groups_claim: stored.groups_claim,
            groups: [("a/b".to_owned(), vec![Role::Viewer, Role::Bidder])].into(),
            default_roles: vec![Role::Owner],
            amr_believed: false,
            acr_believed: None,
            passwords: true,
        };
        let faults = new.check(OrganisationKind::PublicBody).unwrap_err();
        let places: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(places, ["/groups/a~1b/1", "/default_roles/0"]);
    }
}
