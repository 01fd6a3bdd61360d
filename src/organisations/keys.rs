//! `/v1/organisations/{id}/api-keys` and `/service-accounts`: programs that act for a member, or as
//! members of their own.

use super::{
    mails,
    model::{CannotOrganise, Roles},
    policy::{MakeKey, MakeServiceAccount, RevokeKey, RotateKey},
    store, store_keys,
};
use crate::{
    access::{ApiKey, Organisation, Role, Scope, User},
    accounts::{self, KeyText},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Faults, Id, Instant, Kind, Line, Networks, Period, Refuse, kinds},
    outbox,
};

/// A key lives so long where nothing else is said.
pub const USUAL_LIFE: Period = Period::days(90);
/// And no longer than this.
const LONGEST_LIFE: Period = Period::days(366);
/// How long the old key goes on after a rotation where nothing else is said.
pub const USUAL_OVERLAP: Period = Period::days(1);
const LONGEST_OVERLAP: Period = Period::days(30);
/// More keys of one member than this are more than anybody looks after.
const MOST: i64 = 20;

/// Whose keys these are.
#[derive(Debug, Clone)]
pub struct Holder {
    pub organisation: Id<Organisation>,
    pub user: Id<User>,
    pub is_program: bool,
}

/// A key as stored; nobody can get the key itself from it.
#[derive(Debug, Clone)]
pub struct StoredKey {
    pub id: Id<ApiKey>,
    pub holder: Holder,
    pub made_by: Id<User>,
    pub name: String,
    /// Its first characters.
    pub hint: String,
    pub scopes: Vec<Scope>,
    pub networks: Networks,
    pub made_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// A key as it is asked for.
#[derive(Debug, Clone)]
pub struct NewKey {
    pub name: Line<120>,
    pub scopes: Vec<Scope>,
    pub networks: Networks,
    pub expires_at: Option<Instant>,
    /// Whose it is: a program of the organisation, else whoever asks.
    pub holder: Option<Id<User>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotKey {
    #[error("there are twenty keys already: revoke one first")]
    Many,
    #[error("this key has been revoked or has expired: make a new one")]
    Over,
}

impl Refuse for CannotKey {
    fn kind(&self) -> Kind {
        match self {
            Self::Many | Self::Over => kinds::WRONG_STATE,
        }
    }
}

/// A new key, and its text, which is told once.
pub type Made = (StoredKey, KeyText);

/// Makes a place for a program: it can never hold a role that asks for a person.
pub fn make_service_account(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    (name, roles): (&Line<120>, &[Role]),
) -> Result<Recorded<(Id<User>, Roles)>, Fault> {
    let (may, organisation) = store::load(tx.db(), of)?.open::<MakeServiceAccount>(&call.actor)?;
    let roles = Roles::of(roles.to_vec(), organisation.kind)?;
    let mut faults = Faults::new();
    for (n, role) in roles.list().iter().enumerate() {
        if *role == Role::Owner || role.needs_second_factor() {
            faults.add(format!("/roles/{n}"), "role", format!("{role} is for people"));
        }
    }
    faults.none()?;
    let user = Id::<User>::new();
    accounts::insert_program(tx, user, name.as_str(), call.at)?;
    store::insert_member(tx, of, user, &roles, call.at)?;
    let event = Event::of("service_account.made", "organisation", &of)
        .fact("user", user.to_string())
        .fact("roles", roles.words());
    audit::record(tx, call, &may, event, (user, roles))
}

/// Makes a key. Its owner, or the owner of its program, is told by mail.
pub fn make(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewKey,
) -> Result<Recorded<Made>, Fault> {
    let by = call.actor.user().ok_or(CannotOrganise::NotYours)?;
    let holder = store_keys::holder(tx.db(), of, new.holder.unwrap_or(by))?;
    let (may, holder) = holder.open::<MakeKey>(&call.actor)?;
    let expires_at = judged(new, call.at)?;
    if store_keys::count(tx.db(), &holder, call.at)? >= MOST {
        return Err(CannotKey::Many.into());
    }
    let made = StoredKey {
        id: Id::new(),
        holder,
        made_by: by,
        name: new.name.as_str().to_owned(),
        hint: String::new(),
        scopes: new.scopes.clone(),
        networks: new.networks.clone(),
        made_at: call.at,
        expires_at,
        used_at: None,
        revoked_at: None,
    };
    let (made, text) = keep(tx, call, made)?;
    let words: Vec<&str> = made.scopes.iter().map(|scope| scope.as_str()).collect();
    let event = Event::of("api_key.made", "api_key", &made.id)
        .fact("user", made.holder.user.to_string())
        .fact("scopes", words);
    audit::record(tx, call, &may, event, (made, text))
}

/// When a key ends; tells everything that is wrong with what was asked for.
fn judged(new: &NewKey, now: Instant) -> Result<Instant, Faults> {
    let expires_at = new.expires_at.unwrap_or(now.plus(USUAL_LIFE));
    let mut faults = Faults::new();
    if new.scopes.is_empty() {
        faults.add("/scopes", "empty", "give at least one scope");
    }
    if expires_at <= now || expires_at > now.plus(LONGEST_LIFE) {
        faults.add("/expires_at", "expiry", "give an instant within the next 366 days");
    }
    faults.none().map(|()| expires_at)
}

fn keep(tx: &mut Tx<'_>, call: &Call, made: StoredKey) -> Result<Made, Fault> {
    let text = KeyText::generate()?;
    let made = StoredKey { hint: text.hint(), ..made };
    store_keys::insert(tx, &made, &hex::encode(text.hash()))?;
    let to = accounts::addressee(tx.db(), made.made_by)?;
    let letter = mails::key_made(&call.app.config.public_url, &made);
    outbox::send(tx, call, &to, &letter)?;
    Ok((made, text))
}

/// Makes a key in the place of another, which goes on for a while.
pub fn rotate(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<ApiKey>,
    overlap: Option<Period>,
) -> Result<Recorded<Made>, Fault> {
    let (may, old) = store_keys::load(tx.db(), id)?.open::<RotateKey>(&call.actor)?;
    if old.revoked_at.is_some() || old.expires_at <= call.at {
        return Err(CannotKey::Over.into());
    }
    let overlap = overlap.unwrap_or(USUAL_OVERLAP);
    if overlap < Period::seconds(0) || overlap > LONGEST_OVERLAP {
        let mut faults = Faults::new();
        faults.add("/overlap", "overlap", "give a period of at most P30D");
        faults.none()?;
    }
    let life = Period::seconds((old.expires_at.seconds() - old.made_at.seconds()).max(1));
    store_keys::shorten(tx, &old, old.expires_at.min(call.at.plus(overlap)))?;
    let next = StoredKey {
        id: Id::new(),
        made_by: call.actor.user().unwrap_or(old.made_by),
        made_at: call.at,
        expires_at: call.at.plus(life),
        used_at: None,
        ..old.clone()
    };
    let (made, text) = keep(tx, call, next)?;
    let event = Event::of("api_key.rotated", "api_key", &old.id).fact("next", made.id.to_string());
    audit::record(tx, call, &may, event, (made, text))
}

/// Ends a key at once.
pub fn revoke(tx: &mut Tx<'_>, call: &Call, id: Id<ApiKey>) -> Result<Recorded<()>, Fault> {
    let (may, key) = store_keys::load(tx.db(), id)?.open::<RevokeKey>(&call.actor)?;
    store_keys::revoke(tx, &key, call.at)?;
    audit::record(tx, call, &may, Event::of("api_key.revoked", "api_key", &id), ())
}
