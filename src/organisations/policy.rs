//! Who may do what with organisations.

use super::{
    keys::{Holder, StoredKey},
    model::{Invitation, MemberAmong, OrganisationState, Stored},
    model_domains::Claim,
    model_grants::AuditorGrant,
    model_mergers::{Bodies, Merger},
    profile::InDirectory,
};
use crate::{
    access::{Actor, As, No, Role, Rule, User, Verdict},
    kernel::Id,
};

/// Whoever has signed in may bring an organisation, and owns it.
pub struct Create;

impl Rule for Create {
    const NAME: &'static str = "organisation.create";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_person()
    }
}

/// The directory is public; those turned down or suspended are seen by members and
/// administrators alone.
pub struct Read;

impl Rule for Read {
    const NAME: &'static str = "organisation.read";
    type On = Stored;

    fn check(_: &Actor, _: &Stored) -> Verdict {
        Ok(As::Themselves)
    }
}

pub struct Verify;

impl Rule for Verify {
    const NAME: &'static str = "organisation.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        let yes = actor.needs_administrator()?;
        if actor.memberships.iter().any(|m| m.organisation == organisation.id) {
            return Err(No::SamePerson("another administrator verifies your own organisation"));
        }
        Ok(yes)
    }
}

/// The queue of those who wait to be verified.
pub struct ReadQueue;

impl Rule for ReadQueue {
    const NAME: &'static str = "organisation.read_queue";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_administrator()
    }
}

/// An owner answers what an administrator asked.
pub struct Answer;

impl Rule for Answer {
    const NAME: &'static str = "organisation.answer";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct ChangeIdentity;

impl Rule for ChangeIdentity {
    const NAME: &'static str = "organisation.change_identity";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs_openly(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct DemandReverification;

impl Rule for DemandReverification {
    const NAME: &'static str = "organisation.demand_reverification";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        Verify::check(actor, organisation)
    }
}

/// Suspending and reinstating are one right: an administrator's, over others' organisations.
pub struct Suspend;

impl Rule for Suspend {
    const NAME: &'static str = "organisation.suspend";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        Verify::check(actor, organisation)
    }
}

/// Administrators who have a place in one of the bodies leave a merger to others.
fn merges(actor: &Actor, bodies: &Bodies) -> Verdict {
    Verify::check(actor, &bodies.from)?;
    Verify::check(actor, &bodies.into)
}

pub struct ProposeMerger;

impl Rule for ProposeMerger {
    const NAME: &'static str = "organisation.propose_merger";
    type On = Bodies;

    fn check(actor: &Actor, bodies: &Bodies) -> Verdict {
        merges(actor, bodies)
    }
}

pub struct ReadMerger;

impl Rule for ReadMerger {
    const NAME: &'static str = "organisation.read_merger";
    type On = Option<Merger>;

    fn check(actor: &Actor, _: &Option<Merger>) -> Verdict {
        actor.needs_administrator()
    }
}

pub struct WithdrawMerger;

impl Rule for WithdrawMerger {
    const NAME: &'static str = "organisation.withdraw_merger";
    type On = Option<Merger>;

    fn check(actor: &Actor, _: &Option<Merger>) -> Verdict {
        actor.needs_administrator()
    }
}

/// Two pairs of eyes, by person.
pub struct ConfirmMerger;

impl Rule for ConfirmMerger {
    const NAME: &'static str = "organisation.confirm_merger";
    const FRESH: bool = true;
    type On = Bodies;

    fn check(actor: &Actor, bodies: &Bodies) -> Verdict {
        let yes = merges(actor, bodies)?;
        let proposed = bodies.proposed.as_ref().map(|merger| merger.proposed_by);
        if proposed.is_some() && proposed == actor.user() {
            return Err(No::SamePerson(
                "you proposed this merger: another administrator confirms it",
            ));
        }
        Ok(yes)
    }
}

const OWN_GRANT: &str = "an auditor's grant is given by two others";

/// By an administrator who is not the auditor.
pub struct ProposeGrant;

impl Rule for ProposeGrant {
    const NAME: &'static str = "auditor.propose_grant";
    type On = Id<User>;

    fn check(actor: &Actor, auditor: &Id<User>) -> Verdict {
        let yes = actor.needs_administrator()?;
        if actor.user() == Some(*auditor) { Err(No::SamePerson(OWN_GRANT)) } else { Ok(yes) }
    }
}

/// Nobody else learns that there is such a grant.
fn seen_by_administrators(actor: &Actor) -> Verdict {
    actor.needs_administrator().map_err(|_no| No::Hidden)
}

/// By another administrator than the one who proposed it, and never by the auditor.
pub struct ConfirmGrant;

impl Rule for ConfirmGrant {
    const NAME: &'static str = "auditor.confirm_grant";
    const FRESH: bool = true;
    type On = AuditorGrant;

    fn check(actor: &Actor, grant: &AuditorGrant) -> Verdict {
        seen_by_administrators(actor)?;
        let yes = ProposeGrant::check(actor, &grant.auditor)?;
        if actor.user() == Some(grant.proposed_by) {
            return Err(No::SamePerson(
                "you proposed this grant: another administrator confirms it",
            ));
        }
        Ok(yes)
    }
}

pub struct RevokeGrant;

impl Rule for RevokeGrant {
    const NAME: &'static str = "auditor.revoke_grant";
    type On = AuditorGrant;

    fn check(actor: &Actor, _: &AuditorGrant) -> Verdict {
        seen_by_administrators(actor)
    }
}

/// All for administrators, their own for auditors.
pub struct ListGrants;

impl Rule for ListGrants {
    const NAME: &'static str = "auditor.list_grants";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        if actor.auditor { Ok(As::Themselves) } else { actor.needs_administrator() }
    }
}

/// What was read of them is for owners.
pub struct ReadAuditorReads;

impl Rule for ReadAuditorReads {
    const NAME: &'static str = "organisation.read_auditor_reads";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub const OWNERS: &str = "ask an owner of your organisation to do this";

pub struct Invite;

impl Rule for Invite {
    const NAME: &'static str = "organisation.invite";
    const FRESH: bool = true;
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct ReadInvitations;

impl Rule for ReadInvitations {
    const NAME: &'static str = "organisation.read_invitations";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct WithdrawInvitation;

impl Rule for WithdrawInvitation {
    const NAME: &'static str = "invitation.withdraw";
    type On = Invitation;

    fn check(actor: &Actor, invitation: &Invitation) -> Verdict {
        actor.needs(&[Role::Owner], invitation.organisation, OWNERS)
    }
}

/// The address that an invitation was sent to is compared by the operation.
pub struct AcceptInvitation;

impl Rule for AcceptInvitation {
    const NAME: &'static str = "invitation.accept";
    type On = Invitation;

    fn check(actor: &Actor, _: &Invitation) -> Verdict {
        actor.needs_person()
    }
}

pub struct ClaimDomain;

impl Rule for ClaimDomain {
    const NAME: &'static str = "organisation.claim_domain";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

/// Which domains are whose is for members, and for those who verify.
pub struct ReadDomains;

impl Rule for ReadDomains {
    const NAME: &'static str = "organisation.read_domains";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        if actor.is_member(organisation.id) {
            return Ok(As::Organisation(organisation.id));
        }
        if actor.administrator { Ok(As::Platform) } else { Err(No::Hidden) }
    }
}

/// Asking for the letter and proving are one right.
pub struct ProveDomain;

impl Rule for ProveDomain {
    const NAME: &'static str = "domain.prove";
    type On = Claim;

    fn check(actor: &Actor, claim: &Claim) -> Verdict {
        actor.needs(&[Role::Owner], claim.organisation, OWNERS)
    }
}

pub struct WithdrawDomain;

impl Rule for WithdrawDomain {
    const NAME: &'static str = "domain.withdraw";
    type On = Claim;

    fn check(actor: &Actor, claim: &Claim) -> Verdict {
        if actor.administrator && !actor.is_member(claim.organisation) {
            return Ok(As::Platform);
        }
        actor.needs(&[Role::Owner], claim.organisation, OWNERS)
    }
}

pub struct ReadMembers;

impl Rule for ReadMembers {
    const NAME: &'static str = "organisation.read_members";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        if actor.is_member(organisation.id) {
            return Ok(As::Organisation(organisation.id));
        }
        if actor.administrator {
            return Ok(As::Platform);
        }
        actor.needs_grant(organisation.id)
    }
}

pub struct ChangeRoles;

impl Rule for ChangeRoles {
    const NAME: &'static str = "member.change_roles";
    const FRESH: bool = true;
    type On = MemberAmong;

    fn check(actor: &Actor, among: &MemberAmong) -> Verdict {
        actor.needs(&[Role::Owner], among.member.organisation, OWNERS)
    }
}

/// An owner removes a member; everybody may leave.
pub struct EndMembership;

impl Rule for EndMembership {
    const NAME: &'static str = "member.end";
    type On = MemberAmong;

    fn check(actor: &Actor, among: &MemberAmong) -> Verdict {
        let of = among.member.organisation;
        if actor.user() == Some(among.member.user) {
            return Ok(As::Organisation(of));
        }
        actor.needs(&[Role::Owner], of, OWNERS)
    }
}

pub struct DeclareInterests;

impl Rule for DeclareInterests {
    const NAME: &'static str = "organisation.declare_interests";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], organisation.id, OWNERS)
    }
}

/// An owner gives a program a place of its own.
pub struct MakeServiceAccount;

impl Rule for MakeServiceAccount {
    const NAME: &'static str = "service_account.make";
    const FRESH: bool = true;
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

/// A member makes keys for themselves, an owner for the programs of the organisation: nobody gets
/// a key that acts as another person.
fn may_hold(actor: &Actor, holder: &Holder) -> Verdict {
    if actor.user() == Some(holder.user) && actor.is_member(holder.organisation) {
        return Ok(As::Organisation(holder.organisation));
    }
    let yes = actor.needs(&[Role::Owner], holder.organisation, OWNERS)?;
    if holder.is_program {
        Ok(yes)
    } else {
        Err(No::SamePerson("a key that acts as a person is made by that person"))
    }
}

pub struct MakeKey;

impl Rule for MakeKey {
    const NAME: &'static str = "api_key.make";
    const FRESH: bool = true;
    type On = Holder;

    fn check(actor: &Actor, holder: &Holder) -> Verdict {
        may_hold(actor, holder)
    }
}

pub struct RotateKey;

impl Rule for RotateKey {
    const NAME: &'static str = "api_key.rotate";
    const FRESH: bool = true;
    type On = StoredKey;

    fn check(actor: &Actor, key: &StoredKey) -> Verdict {
        may_hold(actor, &key.holder)
    }
}

/// One revokes one's own keys; an owner any key of the organisation.
pub struct RevokeKey;

impl Rule for RevokeKey {
    const NAME: &'static str = "api_key.revoke";
    type On = StoredKey;

    fn check(actor: &Actor, key: &StoredKey) -> Verdict {
        let of = key.holder.organisation;
        if actor.user() == Some(key.holder.user) && actor.is_member(of) {
            return Ok(As::Organisation(of));
        }
        actor.needs(&[Role::Owner], of, OWNERS).map_err(|_cause| No::Hidden)
    }
}

/// Members list their own keys, owners all of them.
pub struct ReadKeys;

impl Rule for ReadKeys {
    const NAME: &'static str = "api_key.read";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        if actor.is_member(organisation.id) {
            Ok(As::Organisation(organisation.id))
        } else {
            Err(No::Hidden)
        }
    }
}

/// Finding an identifier in its register is part of verifying: the same people, for one identifier.
pub struct VerifyIdentifier;

impl Rule for VerifyIdentifier {
    const NAME: &'static str = "identifier.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        Verify::check(actor, organisation)
    }
}

/// Identifiers say who an organisation is before the law: its owners alone add and withdraw them.
pub struct ChangeIdentifiers;

impl Rule for ChangeIdentifiers {
    const NAME: &'static str = "organisation.change_identifiers";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

/// A profile is for the supplier's members: people stand in it. Others read what stands in an
/// opened bid, and the directory.
pub struct ReadProfile;

impl Rule for ReadProfile {
    const NAME: &'static str = "profile.read";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        if actor.is_member(organisation.id) {
            Ok(As::Organisation(organisation.id))
        } else {
            Err(No::Hidden)
        }
    }
}

/// Who may bid in a supplier's name may say what goes into the bid: owners and bidders.
pub struct DeclareProfile;

impl Rule for DeclareProfile {
    const NAME: &'static str = "profile.declare";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        let sentence = "ask an owner of your organisation to make you a bidder";
        actor.needs(&[Role::Owner, Role::Bidder], organisation.id, sentence)
    }
}

/// The directory is public; it shows verified suppliers that want to be found.
pub struct ReadSupplier;

impl Rule for ReadSupplier {
    const NAME: &'static str = "supplier.read";
    type On = InDirectory;

    fn check(_: &Actor, on: &InDirectory) -> Verdict {
        if on.supplier.state == OrganisationState::Verified && on.profile.listed {
            Ok(As::Themselves)
        } else {
            Err(No::Hidden)
        }
    }
}
