//! The people and organisations of a story.

use std::{cell::RefCell, collections::HashMap};

use serde_json::{Value, json};

use super::{
    World,
    client::{Client, Told},
};
use guildhall::{
    access::{Duties, Duty},
    accounts::{PlatformRole, make_administrator, make_platform_user},
    audit,
    kernel::{Clock, Email, Instant, Period},
};

pub const PASSWORD: &str = "three random words";

/// Secret and last step of each authenticator app.
pub type Apps = RefCell<HashMap<String, (String, u64)>>;
/// Id, token and its end of each platform user.
pub type Platform = RefCell<HashMap<String, (String, String, Instant)>>;

/// Somebody with an account, who signs in again when their token has run out.
pub struct Person<'w> {
    world: &'w World,
    pub id: String,
    pub email: String,
    token: RefCell<(String, Instant)>,
}

impl Person<'_> {
    pub async fn token(&self) -> String {
        let now = self.world.clock.now();
        let (token, until) = self.token.borrow().clone();
        if now < until {
            return token;
        }
        let fresh = sign_in(self.world, &self.email).await;
        *self.token.borrow_mut() = (fresh.clone(), now.plus(FRESH));
        fresh
    }

    /// Sets an authenticator app up, as approvers, openers and administrators have to.
    pub async fn enrols(&self) -> Vec<String> {
        let told = self.post("/v1/me/totp", json!({})).await;
        let secret = told.is(201)["secret"].as_str().unwrap().to_owned();
        self.world.apps.borrow_mut().insert(self.email.clone(), (secret, 0));
        let code = json!({ "code": self.world.code_of(&self.email) });
        let told = self.post("/v1/me/totp/confirmation", code).await;
        let codes = told.is(201)["recovery_codes"].as_array().unwrap();
        codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
    }

    /// What this person's token proves, as the server reads it.
    pub fn credential(&self) -> guildhall::access::Credential {
        use base64::Engine as _;
        let (token, _) = self.token.borrow().clone();
        let claims = token.split('.').nth(1).unwrap();
        let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        let id = |name: &str| claims[name].as_str().unwrap();
        guildhall::access::Credential {
            user: id("sub").parse().unwrap(),
            session: id("sid").parse().unwrap(),
        }
    }

    pub async fn client(&self) -> Client {
        let bearer = format!("Bearer {}", self.token().await);
        Client::new(&self.world.base).with("authorization", &bearer)
    }

    pub async fn get(&self, path: &str) -> Told {
        self.client().await.get(path).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Told {
        self.client().await.post(path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Told {
        self.client().await.put(path, body).await
    }

    pub async fn delete(&self, path: &str) -> Told {
        self.client().await.delete(path).await
    }

    /// PATCH over the version that `etag` names.
    pub async fn patch(&self, path: &str, etag: &str, body: Value) -> Told {
        self.client().await.with("if-match", etag).patch(path, body).await
    }

    /// POST over the version that `etag` names, with a new idempotency key.
    pub async fn act(&self, path: &str, etag: &str, body: Value) -> Told {
        let key = guildhall::kernel::Id::<()>::new().to_string();
        let client = self.client().await.with("if-match", etag).with("idempotency-key", &key);
        client.post(path, body).await
    }

    pub async fn joins(&self) {
        let token = self.world.token_for(&self.email).await;
        self.post("/v1/invitations/acceptance", json!({ "token": token })).await.is(201);
    }
}

/// So long a person keeps a token, so that whatever they do is proved freshly enough.
const FRESH: Period = Period::seconds(240);

async fn sign_in(world: &World, email: &str) -> String {
    let password = json!({ "email": email, "password": PASSWORD });
    let mut told = world.stranger().post("/v1/sessions", password).await;
    if told.status == 202 {
        let second = json!({ "token": told["token"], "code": world.code_of(email) });
        told = world.stranger().post("/v1/sessions/second-factor", second).await;
    }
    told.is(201)["access_token"].as_str().unwrap().to_owned()
}

/// The code of an authenticator app at some step of 30 seconds.
pub fn code_at(secret: &str, step: u64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    app.generate(step * 30).to_string()
}

/// A public body, verified, with one person for each pair of eyes.
pub struct PublicBody<'w> {
    pub id: String,
    pub owner: Person<'w>,
    pub author: Person<'w>,
    pub approver: Person<'w>,
    pub opener: Person<'w>,
    pub second_opener: Person<'w>,
}

impl PublicBody<'_> {
    /// Its owner says, once a year, that everybody still belongs there.
    pub async fn confirms_all(&self) {
        let members = format!("/v1/organisations/{}/members", self.id);
        let told = self.owner.get(&members).await;
        let items = told.is(200)["items"].as_array().unwrap();
        let ids: Vec<Value> = items.iter().map(|member| member["user_id"].clone()).collect();
        self.owner
            .post(&format!("{members}/confirmation"), json!({ "user_ids": ids }))
            .await
            .is(200);
    }
}

/// A supplier, verified, with an owner and a bidder.
pub struct Supplier<'w> {
    pub id: String,
    pub owner: Person<'w>,
    pub bidder: Person<'w>,
}

fn slug(name: &str) -> String {
    name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

impl World {
    /// Somebody who has registered, proved the address and signed in.
    pub async fn person(&self, name: &str) -> Person<'_> {
        let email = format!("{}@people.example", slug(name));
        let new = json!({ "email": email, "password": PASSWORD, "full_name": name });
        self.stranger().post("/v1/users", new).await.is(201);
        let token = self.token_for(&email).await;
        let verify = json!({ "token": token });
        self.stranger().post("/v1/users/verification", verify).await.is(204);
        self.signed_in(&email).await
    }

    /// A session on another device.
    pub async fn signs_in(&self, email: &str) -> Client {
        let bearer = format!("Bearer {}", sign_in(self, email).await);
        self.stranger().with("authorization", &bearer)
    }

    async fn signed_in(&self, email: &str) -> Person<'_> {
        let token = sign_in(self, email).await;
        let until = self.clock.now().plus(FRESH);
        let person = Person {
            world: self,
            id: String::new(),
            email: email.to_owned(),
            token: RefCell::new((token, until)),
        };
        let id = person.get("/v1/me").await.is(200).id();
        Person { id, ..person }
    }

    /// The next code of somebody's authenticator app: each is good once, for the step before this
    /// one, this one and the next.
    pub fn code_of(&self, email: &str) -> String {
        let mut apps = self.apps.borrow_mut();
        let (secret, last) = apps.get_mut(email).unwrap();
        let now = u64::try_from(self.clock.now().seconds() / 30).unwrap();
        *last = (now - 1).max(*last + 1);
        assert!(*last <= now + 1, "{email} has no code left: move the clock");
        code_at(secret, *last)
    }

    async fn platform_user(&self, email: &str, role: PlatformRole) -> Person<'_> {
        self.platform_user_for(email, role, &Duties::all()).await
    }

    /// An administrator who has these duties alone.
    pub async fn administrator_for(&self, name: &str, duties: &[Duty]) -> Person<'_> {
        let email = format!("{name}@platform.example");
        let duties = Duties::of(duties.to_vec());
        self.platform_user_for(&email, PlatformRole::Administrator, &duties).await
    }

    async fn platform_user_for(
        &self,
        email: &str,
        role: PlatformRole,
        duties: &Duties,
    ) -> Person<'_> {
        let known = self.platform.borrow().get(email).cloned();
        if let Some((id, token, until)) = known {
            let token = RefCell::new((token, until));
            return Person { world: self, id, email: email.to_owned(), token };
        }
        let address = Email::parse(email).unwrap();
        let duties = duties.clone();
        let made = audit::act_as_system(&self.app, "test", move |tx, call| match role {
            PlatformRole::Administrator => make_administrator(tx, call, &address, &duties),
            PlatformRole::Auditor => make_platform_user(tx, call, &address, role),
        });
        let (_, token) = made.unwrap();
        let set = json!({ "token": token, "password": PASSWORD });
        self.stranger().post("/v1/users/password", set).await.is(204);
        let person = self.signed_in(email).await;
        if matches!(role, PlatformRole::Administrator) {
            person.enrols().await;
        }
        let (token, until) = person.token.borrow().clone();
        self.platform.borrow_mut().insert(email.to_owned(), (person.id.clone(), token, until));
        person
    }

    pub async fn administrator(&self) -> Person<'_> {
        self.platform_user("admin@platform.example", PlatformRole::Administrator).await
    }

    /// Another administrator, for what takes two.
    pub async fn second_administrator(&self) -> Person<'_> {
        let email = "second-admin@platform.example";
        self.platform_user(email, PlatformRole::Administrator).await
    }

    pub async fn auditor(&self) -> Person<'_> {
        self.platform_user("auditor@platform.example", PlatformRole::Auditor).await
    }

    /// The same person, an auditor besides.
    pub async fn as_auditor_too(&self, person: &Person<'_>) -> Person<'_> {
        self.platform.borrow_mut().remove(&person.email);
        self.platform_user(&person.email, PlatformRole::Auditor).await
    }

    /// An auditor whom two administrators let read these bodies for 300 days from now.
    pub async fn auditor_of(&self, bodies: &[&str]) -> Person<'_> {
        let auditor = self.auditor().await;
        let (first, second) = (self.administrator().await, self.second_administrator().await);
        let grant = json!({
            "auditor_id": auditor.id, "organisation_ids": bodies, "reason": "Yearly audit.",
            "from": self.now(), "until": self.now().plus(Period::days(300)),
        });
        let proposed = first.post("/v1/auditor-grants", grant).await.is(201).id();
        let path = format!("/v1/auditor-grants/{proposed}/confirmation");
        second.post(&path, json!({})).await.is(201);
        auditor
    }

    /// Somebody who has been invited to an organisation and has accepted.
    pub async fn member(
        &self,
        owner: &Person<'_>,
        organisation: &str,
        name: &str,
        roles: &[&str],
    ) -> Person<'_> {
        let person = self.person(name).await;
        let path = format!("/v1/organisations/{organisation}/invitations");
        owner.post(&path, json!({ "email": person.email, "roles": roles })).await.is(201);
        person.joins().await;
        if roles.iter().any(|role| ["approver", "opener"].contains(role)) {
            person.enrols().await;
        }
        person
    }

    async fn organisation(&self, kind: &str, name: &str) -> (String, Person<'_>) {
        let owner = self.person(&format!("{name} owner")).await;
        let new = json!({
            "kind": kind, "name": name,
            "identifiers": [{ "scheme": "GB-TEST", "id": slug(name).to_uppercase() }],
        });
        let id = owner.post("/v1/organisations", new).await.is(201).id();
        let administrator = self.administrator().await;
        let path = format!("/v1/organisations/{id}/verification");
        administrator.post(&path, json!({ "outcome": "verified" })).await.is(201);
        (id, owner)
    }

    pub async fn public_body(&self, name: &str) -> PublicBody<'_> {
        let (id, owner) = self.organisation("public_body", name).await;
        let author = self.member(&owner, &id, &format!("{name} author"), &["author"]).await;
        let approver = self.member(&owner, &id, &format!("{name} approver"), &["approver"]).await;
        let opener = self.member(&owner, &id, &format!("{name} opener"), &["opener"]).await;
        let second = format!("{name} second opener");
        let second_opener = self.member(&owner, &id, &second, &["opener"]).await;
        PublicBody { id, owner, author, approver, opener, second_opener }
    }

    pub async fn supplier(&self, name: &str) -> Supplier<'_> {
        let (id, owner) = self.organisation("supplier", name).await;
        let bidder = self.member(&owner, &id, &format!("{name} bidder"), &["bidder"]).await;
        Supplier { id, owner, bidder }
    }
}
