//! The person, or the part of the system, behind a request.

use super::{
    audits::Audits,
    duties::{Duties, Duty},
    ids::{ApiKey, Organisation, Session, User},
    verdict::{As, No, Verdict},
};
use crate::kernel::{Id, Period, Problem, kinds};

/// The claims of an access token: the user and the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    pub user: Id<User>,
    pub session: Id<Session>,
}

/// The credential of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// A session's access token, proved.
    Session(Credential),
    /// The SHA-256 of an API key, which the database may know.
    Key([u8; 32]),
}

crate::words!(
    /// The scope of an API key. Marks and decisions are made by people: no scope is for them.
    Scope {
        /// Reads opportunities, drafts included.
        OpportunitiesRead = "opportunities:read",
        /// Drafts and publishes opportunities.
        OpportunitiesWrite = "opportunities:write",
        /// Reads bids.
        BidsRead = "bids:read",
        /// Drafts and submits bids.
        BidsWrite = "bids:write",
        /// Reads evaluations.
        EvaluationRead = "evaluation:read",
        /// Reads decisions and contracts.
        AwardsRead = "awards:read",
        /// Reads the organisation.
        OrganisationsRead = "organisations:read",
        /// Changes the organisation.
        OrganisationsWrite = "organisations:write",
        /// Reads notifications.
        NotificationsRead = "notifications:read",
        /// Reads the audit log.
        AuditRead = "audit:read",
    }
);

/// The scope that an operation needs of an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Any key.
    Nothing,
    /// Open to all; its holder's own view is shown to a key of this scope, another key sees what
    /// the public sees.
    Openly(Option<Scope>),
    Scope(Scope),
    /// A person who has signed in.
    Person,
}

crate::words!(
    /// The role of a member in an organisation.
    Role {
        /// Manages the organisation and its members.
        Owner = "owner",
        /// Of a public body: writes opportunities.
        Author = "author",
        /// Of a public body: approves publications and decisions.
        Approver = "approver",
        /// Of a public body: opens bids, as one of two.
        Opener = "opener",
        /// Of a supplier: writes and submits bids.
        Bidder = "bidder",
        /// Reads.
        Viewer = "viewer",
    }
);

impl Role {
    /// Which roles make sense in which kind of organisation.
    pub const fn fits(self, kind: OrganisationKind) -> bool {
        match (self, kind) {
            (Self::Owner | Self::Viewer, _) => true,
            (Self::Author | Self::Approver | Self::Opener, kind) => {
                matches!(kind, OrganisationKind::PublicBody)
            }
            (Self::Bidder, kind) => matches!(kind, OrganisationKind::Supplier),
        }
    }

    /// Whether the role sleeps until its holder has proved a second factor.
    pub const fn needs_second_factor(self) -> bool {
        match self {
            Self::Approver | Self::Opener => true,
            Self::Owner | Self::Author | Self::Bidder | Self::Viewer => false,
        }
    }
}

crate::words!(
    /// The kind of an organisation.
    OrganisationKind {
        /// Publishes opportunities.
        PublicBody = "public_body",
        /// Bids.
        Supplier = "supplier",
    }
);

/// A user's place in one organisation.
#[derive(Debug, Clone)]
pub struct Membership {
    pub organisation: Id<Organisation>,
    pub kind: OrganisationKind,
    /// A suspended organisation's members keep their places and lose their powers.
    pub suspended: bool,
    pub roles: Vec<Role>,
    /// Roles that are theirs and sleep, because this session has proved no second factor.
    pub asleep: Vec<Role>,
    /// Roles that are theirs and sleep, because no owner has confirmed their place for this year.
    pub lapsed: Vec<Role>,
}

/// The factors that a session has proved, and how lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Proof {
    /// A second factor, or a passkey, at some time in this session.
    pub strong: bool,
    /// Every factor of the account, within the last five minutes ([`Proof::FRESH`]).
    pub fresh: bool,
}

impl Proof {
    /// How long a proof is fresh enough for what cannot be taken back (SAFETY E13).
    pub const FRESH: Period = Period::minutes(5);
    /// The proof of a caller without a session: the command line, the demo.
    pub const FULL: Self = Self { strong: true, fresh: true };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// No credential: the public.
    Anybody,
    Person(Id<User>),
    /// A part of Guildhall itself: `import`, `command-line`.
    System(&'static str),
}

/// The caller, with every role and duty that rules ask for.
#[derive(Debug, Clone)]
pub struct Actor {
    pub who: Who,
    pub session: Option<Id<Session>>,
    /// The key of the program that acts for the person.
    pub key: Option<Id<ApiKey>>,
    pub proof: Proof,
    pub administrator: bool,
    /// An administrator who has proved no second factor.
    pub administrator_asleep: bool,
    /// The duties of an administrator, also of one asleep; rules ask [`Self::has_duty`].
    pub duties: Duties,
    /// Whether the person has the role; its powers come from [`Self::audits`] alone.
    pub auditor: bool,
    pub audits: Audits,
    pub memberships: Vec<Membership>,
    /// The other organisations of a key's person: they give no right, and count as conflicts.
    pub elsewhere: Vec<Id<Organisation>>,
}

impl Actor {
    pub fn anybody() -> Self {
        Self::bare(Who::Anybody)
    }

    pub fn system(part: &'static str) -> Self {
        Self::bare(Who::System(part))
    }

    fn bare(who: Who) -> Self {
        Self {
            who,
            session: None,
            key: None,
            proof: Proof { strong: false, fresh: false },
            administrator: false,
            administrator_asleep: false,
            duties: Duties::default(),
            auditor: false,
            audits: Audits::default(),
            memberships: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// The actor with a second factor proved just now; none if that changes nothing.
    pub fn awake(&self) -> Option<Self> {
        let asleep = self.administrator_asleep
            || self.memberships.iter().any(|place| !place.asleep.is_empty());
        asleep.then(|| {
            let mut awake = Self { proof: Proof::FULL, ..self.clone() };
            awake.administrator |= std::mem::take(&mut awake.administrator_asleep);
            for place in &mut awake.memberships {
                place.roles.append(&mut place.asleep);
            }
            awake
        })
    }

    /// The actor with memberships confirmed and a second factor proved; none if that changes
    /// nothing.
    pub fn confirmed(&self) -> Option<Self> {
        let lapsed = self.memberships.iter().any(|place| !place.lapsed.is_empty());
        lapsed.then(|| {
            let mut confirmed = self.awake().unwrap_or_else(|| self.clone());
            for place in &mut confirmed.memberships {
                place.roles.append(&mut place.lapsed);
            }
            confirmed
        })
    }

    /// Whether their place somewhere was not confirmed for this year.
    pub fn has_lapsed(&self, of: Id<Organisation>) -> bool {
        self.memberships.iter().any(|m| m.organisation == of && !m.lapsed.is_empty())
    }

    /// Whether somebody owns an organisation, even if nobody has confirmed their place for this year.
    pub fn owns_at_all(&self, of: Id<Organisation>) -> bool {
        let lapsed = |place: &Membership| {
            place.organisation == of && !place.suspended && place.lapsed.contains(&Role::Owner)
        };
        self.has(Role::Owner, of) || self.memberships.iter().any(lapsed)
    }

    /// Whether one of their roles asks for a second factor.
    pub fn needs_second_factor(&self) -> bool {
        let theirs =
            self.memberships.iter().flat_map(|place| place.roles.iter().chain(&place.lapsed));
        self.administrator
            || self.awake().is_some()
            || theirs.copied().any(Role::needs_second_factor)
    }

    pub fn user(&self) -> Option<Id<User>> {
        match self.who {
            Who::Person(user) => Some(user),
            Who::Anybody | Who::System(_) => None,
        }
    }

    /// The person who has signed in. Refuses (401) everybody else.
    pub fn person(&self) -> Result<Id<User>, Problem> {
        self.user().ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, "sign in first"))
    }

    pub fn is_system(&self) -> bool {
        matches!(self.who, Who::System(_))
    }

    /// Every organisation in which the person has a place, also where it gives no right: by whatever
    /// they ask with, and however the organisation stands, their interests are the same.
    pub fn organisations(&self) -> impl Iterator<Item = Id<Organisation>> + '_ {
        let places = self.memberships.iter().map(|place| place.organisation);
        places.chain(self.elsewhere.iter().copied())
    }

    /// Whether somebody has an interest in an organisation, by a place in it.
    pub fn belongs_to(&self, of: Id<Organisation>) -> bool {
        self.organisations().any(|own| own == of)
    }

    pub fn is_member(&self, of: Id<Organisation>) -> bool {
        self.memberships.iter().any(|m| m.organisation == of && !m.suspended)
    }

    pub fn has(&self, role: Role, of: Id<Organisation>) -> bool {
        self.memberships
            .iter()
            .any(|m| m.organisation == of && !m.suspended && m.roles.contains(&role))
    }

    /// Yes for a member with one of `roles`; `sentence` for a member without; hidden to others.
    pub fn needs(&self, roles: &[Role], of: Id<Organisation>, sentence: &'static str) -> Verdict {
        if roles.iter().any(|role| self.has(*role, of)) {
            Ok(As::Organisation(of))
        } else if self.is_member(of) {
            Err(No::Forbidden(sentence))
        } else {
            Err(No::Hidden)
        }
    }

    /// Yes for a member, whatever their roles; hidden to others.
    pub fn needs_membership(&self, of: Id<Organisation>) -> Verdict {
        if self.is_member(of) { Ok(As::Organisation(of)) } else { Err(No::Hidden) }
    }

    /// As [`needs`](Self::needs), about a thing that is public: strangers are told 403, not 404.
    pub fn needs_openly(
        &self,
        roles: &[Role],
        of: Id<Organisation>,
        sentence: &'static str,
    ) -> Verdict {
        self.needs(roles, of, sentence).map_err(|_cause| No::Forbidden(sentence))
    }

    pub fn has_duty(&self, duty: Duty) -> bool {
        self.administrator && self.duties.has(duty)
    }

    /// Yes for an administrator with this duty.
    pub fn needs_duty(&self, duty: Duty) -> Verdict {
        if self.has_duty(duty) {
            Ok(As::Platform)
        } else if self.administrator {
            Err(No::Forbidden(duty.refusal()))
        } else {
            Err(No::Forbidden("only administrators of the platform can do this"))
        }
    }

    /// As [`needs_duty`](Self::needs_duty), about what nobody else learns of.
    pub fn needs_duty_quietly(&self, duty: Duty) -> Verdict {
        self.needs_duty(duty).map_err(|_cause| No::Hidden)
    }

    /// Yes for an auditor whom a grant lets read this body now; hidden to everybody else.
    pub fn needs_grant(&self, body: Id<Organisation>) -> Verdict {
        if self.audits.covers(body) { Ok(As::Auditor(body)) } else { Err(No::Hidden) }
    }

    /// For what only Guildhall itself does, from the command line or a job.
    pub fn needs_system(&self) -> Verdict {
        if self.is_system() { Ok(As::Platform) } else { Err(No::Hidden) }
    }

    pub fn needs_person(&self) -> Verdict {
        match self.who {
            Who::Person(_) => Ok(As::Themselves),
            Who::Anybody | Who::System(_) => Err(No::Hidden),
        }
    }
}
