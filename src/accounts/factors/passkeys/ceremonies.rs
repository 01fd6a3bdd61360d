//! Passkeys (W3C `WebAuthn` level 3): ceremonies whose state travels sealed with the challenge, so
//! that any node can finish what another has begun and a stranger's challenge costs no row.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        AuthenticationResult, CredentialID, DiscoverableAuthentication, Passkey,
        PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
        RegisterPublicKeyCredential, Url, Uuid, WebauthnResult,
    },
};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::model::{
    CHALLENGE_LIFE, Challenge, ChallengeAnswer, ChallengeFor, ChallengePurpose, NoPasskeys,
    credential_id,
};
use crate::{
    accounts::{factors::model::WrongProof, model::Account},
    app::{App, Config},
    prelude::*,
};

const SEALED_FOR: &str = "passkey challenge";

#[derive(Serialize, Deserialize)]
struct State {
    id: String,
    purpose: ChallengePurpose,
    user: Option<Id<User>>,
    until: i64,
    ceremony: Value,
}

/// The ceremonies of this house, where it has a domain name.
pub struct Passkeys(Option<Webauthn>);

fn broken(error: &impl ToString) -> Fault {
    Fault::corrupt(error)
}

impl Passkeys {
    /// By the domain that is set, or that of the public address.
    pub fn new(config: &Config) -> Self {
        Self(Self::build(config))
    }

    fn build(config: &Config) -> Option<Webauthn> {
        let own = Url::parse(&config.public_url).ok();
        let domain = match config.passkey_domain.as_str() {
            "" => own.as_ref()?.domain()?.to_owned(),
            set => set.to_owned(),
        };
        let pages = config.allowed_origins.iter().filter_map(|origin| Url::parse(origin).ok());
        let mut origins = own.into_iter().chain(pages).filter(|url| is_within(url, &domain));
        let first = origins.next()?;
        let builder = WebauthnBuilder::new(&domain, &first).ok()?.rp_name("Guildhall");
        origins.fold(builder, |builder, origin| builder.append_allowed_origin(&origin)).build().ok()
    }

    fn ceremonies(&self) -> Result<&Webauthn, Fault> {
        self.0.as_ref().ok_or_else(|| NoPasskeys::NoDomain.into())
    }

    pub fn are_possible(&self) -> bool {
        self.0.is_some()
    }

    /// Begins to make a passkey for a user, on no device that has one already.
    pub fn begin_registration(
        &self,
        app: &App,
        now: Instant,
        account: &Account,
        known: &[Passkey],
    ) -> Result<Challenge, Fault> {
        let known: Vec<CredentialID> = known.iter().map(|key| key.cred_id().clone()).collect();
        let uuid: Uuid = account.id.as_str().parse().map_err(|error| broken(&error))?;
        let begun = self.ceremonies()?.start_passkey_registration(
            uuid,
            &account.email,
            &account.full_name,
            Some(known),
        );
        let (mut asked, state) = begun.map_err(|error| broken(&error))?;
        if let Some(wanted) = &mut asked.public_key.authenticator_selection {
            // So that it can stand instead of a password, where the device is able to.
            wanted.resident_key = Some(ResidentKeyRequirement::Preferred);
        }
        let challenged =
            ChallengeFor { purpose: ChallengePurpose::Register, user: Some(account.id) };
        seal(app, now, challenged, &asked, &state)
    }

    pub fn finish_registration(
        &self,
        answered: &ChallengeAnswer,
        credential: &Value,
    ) -> Result<Option<Passkey>, Fault> {
        let state: PasskeyRegistration = read(&answered.ceremony)?;
        let Some(credential) = parse::<RegisterPublicKeyCredential>(credential) else {
            return Ok(None);
        };
        Ok(right(self.ceremonies()?.finish_passkey_registration(&credential, &state)))
    }

    /// Asks for one of the passkeys of a user.
    pub fn begin_proof(
        &self,
        app: &App,
        now: Instant,
        user: Id<User>,
        keys: &[Passkey],
    ) -> Result<Challenge, Fault> {
        let begun = self.ceremonies()?.start_passkey_authentication(keys);
        let (asked, state) = begun.map_err(|error| broken(&error))?;
        let challenged = ChallengeFor { purpose: ChallengePurpose::Prove, user: Some(user) };
        seal(app, now, challenged, &asked, &state)
    }

    /// Asks for any passkey of whomever: who it is, the answer says.
    pub fn begin_sign_in(&self, app: &App, now: Instant) -> Result<Challenge, Fault> {
        let begun = self.ceremonies()?.start_discoverable_authentication();
        let (asked, state) = begun.map_err(|error| broken(&error))?;
        let challenged = ChallengeFor { purpose: ChallengePurpose::SignIn, user: None };
        seal(app, now, challenged, &asked, &state)
    }

    pub fn finish_proof(
        &self,
        answered: &ChallengeAnswer,
        credential: &Value,
    ) -> Result<Option<AuthenticationResult>, Fault> {
        let state: PasskeyAuthentication = read(&answered.ceremony)?;
        let Some(credential) = parse::<PublicKeyCredential>(credential) else { return Ok(None) };
        Ok(right(self.ceremonies()?.finish_passkey_authentication(&credential, &state)))
    }

    pub fn finish_sign_in(
        &self,
        answered: &ChallengeAnswer,
        credential: &Value,
        key: &Passkey,
    ) -> Result<Option<AuthenticationResult>, Fault> {
        let state: DiscoverableAuthentication = read(&answered.ceremony)?;
        let Some(credential) = parse::<PublicKeyCredential>(credential) else { return Ok(None) };
        let done =
            self.ceremonies()?.finish_discoverable_authentication_v2(&credential, state, key);
        Ok(right(done))
    }

    /// The user and the passkey that an answer names; nothing of it is proved yet.
    pub fn named(&self, credential: &Value) -> Result<Option<(Id<User>, String)>, Fault> {
        let Some(credential) = parse::<PublicKeyCredential>(credential) else { return Ok(None) };
        let named = self.ceremonies()?.identify_discoverable_authentication(&credential).ok();
        Ok(named.map(|(user, key)| (user.into(), credential_id(key))))
    }
}

fn is_within(url: &Url, domain: &str) -> bool {
    url.domain().is_some_and(|host| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

fn seal(
    app: &App,
    now: Instant,
    challenged: ChallengeFor,
    asked: &impl Serialize,
    ceremony: &impl Serialize,
) -> Result<Challenge, Fault> {
    let value = |what: Result<Value, serde_json::Error>| what.map_err(|error| broken(&error));
    let state = State {
        id: Id::<Challenge>::new().to_string(),
        purpose: challenged.purpose,
        user: challenged.user,
        until: now.plus(CHALLENGE_LIFE).micros(),
        ceremony: value(serde_json::to_value(ceremony))?,
    };
    let state = serde_json::to_string(&state).map_err(|error| broken(&error))?;
    let sealed = app.keys.sealed.encrypt(&state, SEALED_FOR).map_err(|error| broken(&error))?;
    Ok(Challenge { sealed, options: value(serde_json::to_value(asked))? })
}

/// Opens a challenge that came back: ours, for this, of this user where it names one, in time.
pub fn answered(
    app: &App,
    now: Instant,
    challenged: ChallengeFor,
    sealed: &str,
) -> Result<ChallengeAnswer, WrongProof> {
    let open = || {
        let text = app.keys.sealed.decrypt(sealed, SEALED_FOR).ok()?;
        let state: State = serde_json::from_str(&text).ok()?;
        let until = Instant::from_micros(state.until);
        let ours =
            state.purpose == challenged.purpose && state.user == challenged.user && now <= until;
        ours.then_some(ChallengeAnswer {
            id: state.id,
            until,
            user: state.user,
            ceremony: state.ceremony,
        })
    };
    open().ok_or(WrongProof)
}

/// The result of the library; the reason for a refusal goes to the log alone.
fn right<T>(judged: WebauthnResult<T>) -> Option<T> {
    judged.inspect_err(|error| tracing::info!(%error, "a passkey proved nothing")).ok()
}

fn read<T: DeserializeOwned>(ceremony: &Value) -> Result<T, Fault> {
    T::deserialize(ceremony).map_err(|error| broken(&error))
}

fn parse<T: DeserializeOwned>(credential: &Value) -> Option<T> {
    let parsed = T::deserialize(credential);
    parsed.inspect_err(|error| tracing::info!(%error, "not an answer of a passkey")).ok()
}
