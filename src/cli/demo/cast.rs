//! The people of the demo: they register, prove their addresses, register organisations and join
//! them.

use std::{collections::BTreeMap, sync::Arc};

use super::profiles;
use crate::{
    accounts::{self, PlatformRole, Registration},
    app::App,
    kernel::{Email, Theme},
    organisations::{self, Identifier, InvitationAsked, NewOrganisation},
    outbox::{self, Mailer},
    oversight::{self, NewGrant},
    prelude::*,
    suppliers,
    verification::{self, Judgement, Outcome},
};

/// Boroughs with the GSS code that identifies them.
pub const BOROUGHS: [(&str, &str, &str); 6] = [
    ("Camden Council", "camden", "CMD"),
    ("Southwark Council", "southwark", "SWK"),
    ("Hackney Council", "hackney", "HCK"),
    ("Newham Council", "newham", "NWM"),
    ("Ealing Council", "ealing", "EAL"),
    ("Barnet Council", "barnet", "BNE"),
];

/// The offices of each borough.
const OFFICES: [(&str, &str, &[Role]); 5] = [
    ("author", "Asha Verma", &[Role::Author]),
    ("approver", "Ben Okafor", &[Role::Approver]),
    ("opener", "Carys Hughes", &[Role::Opener]),
    ("second.opener", "Dmitri Novak", &[Role::Opener]),
    ("evaluator", "Esi Mensah", &[Role::Viewer]),
];

const SUPPLIERS: [&str; 25] = [
    "Otter Sensors",
    "Badger Analytics",
    "Heron Systems",
    "Kingfisher Data",
    "Wren Software",
    "Lapwing Civic",
    "Plover Networks",
    "Curlew Health",
    "Dunnock Design",
    "Siskin Mobility",
    "Merlin Energy",
    "Hobby Robotics",
    "Swift Parcels",
    "Teal Water",
    "Gannet Translation",
    "Puffin Archives",
    "Knot Security",
    "Ruff Acoustics",
    "Smew Climate",
    "Brent Interfaces",
    "Crake Mapping",
    "Dipper Drainage",
    "Fieldfare Reuse",
    "Goshawk Vision",
    "Jay Learning",
];

/// Themes that suppliers ask to hear of, in turns.
const THEMES: [&str; 6] = ["climate", "housing", "air-quality", "parks", "accessibility", "waste"];

/// An organisation with the people who act for it, by what they do.
#[derive(Debug, Clone)]
pub struct Troupe {
    pub id: Id<Organisation>,
    pub people: BTreeMap<&'static str, Id<User>>,
}

impl Troupe {
    /// The person in an office; the plans name no others.
    pub fn who(&self, office: &'static str) -> Result<Id<User>, Fault> {
        self.people.get(office).copied().ok_or_else(|| Fault::corrupt(&office))
    }
}

/// Everybody.
pub struct Cast {
    pub boroughs: BTreeMap<&'static str, Troupe>,
    pub suppliers: Vec<Troupe>,
}

/// Sign-ins as they are printed: the office, and the address.
pub type SignIns = Vec<(String, String)>;

/// Casts people with one password, whose hash is given: hashing it for each would take a minute.
pub struct Casting<'a> {
    pub app: &'a App,
    pub hash: &'a str,
    /// Of the authenticator app that everybody has who needs a second factor.
    pub app_secret: &'a str,
    pub sign_ins: SignIns,
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn line<const MAX: usize>(text: &str) -> Result<Line<MAX>, Fault> {
    Line::parse(text).map_err(|why| Fault::corrupt(&why))
}

fn parsed(address: &str) -> Result<Email, Fault> {
    Email::parse(address).map_err(|why| Fault::corrupt(&why))
}

/// An organisation that registers.
struct Newcomer<'a> {
    name: &'a str,
    summary: Option<&'a str>,
    scheme: &'a str,
    number: &'a str,
}

impl Casting<'_> {
    /// Everybody registers, is verified and finds a place.
    pub async fn cast(&mut self) -> Result<Cast, Fault> {
        let administrator = self.platform_user("admin", PlatformRole::Administrator)?;
        let second = self.platform_user("second.admin", PlatformRole::Administrator)?;
        let auditor = self.platform_user("auditor", PlatformRole::Auditor)?;
        let mut boroughs = BTreeMap::new();
        for (name, domain, code) in BOROUGHS {
            let troupe = self.borough(name, domain, code).await?;
            self.verify(administrator, troupe.id)?;
            boroughs.insert(name, troupe);
        }
        let bodies = boroughs.values().map(|troupe: &Troupe| troupe.id).collect();
        self.may_read(auditor, bodies, [administrator, second])?;
        let mut suppliers = Vec::new();
        for (n, name) in SUPPLIERS.iter().enumerate() {
            let troupe = self.supplier(name, n).await?;
            self.verify(administrator, troupe.id)?;
            suppliers.push(troupe);
        }
        Ok(Cast { boroughs, suppliers })
    }

    fn platform_user(&self, name: &str, role: PlatformRole) -> Result<Id<User>, Fault> {
        let email = parsed(&format!("{name}@guildhall.example"))?;
        let (user, token) = audit::act_as_system(self.app, "demo", move |tx, call| {
            accounts::make_platform_user(tx, call, &email, role)
        })?;
        let hash = self.hash.to_owned();
        audit::act_as_system(self.app, "demo", move |tx, call| {
            accounts::set_password(tx, call, &token, &hash)
        })?;
        if role == PlatformRole::Administrator {
            self.give_app(user)?;
        }
        Ok(user)
    }

    /// Two administrators let the auditor read what the boroughs do.
    fn may_read(
        &self,
        auditor: Id<User>,
        bodies: Vec<Id<Organisation>>,
        administrators: [Id<User>; 2],
    ) -> Result<(), Fault> {
        let [first, second] = administrators;
        let from = self.app.clock.now();
        let reason =
            Text::parse("Yearly audit of procurement.").map_err(|why| Fault::corrupt(&why))?;
        let asked = NewGrant { auditor, bodies, from, until: from.plus(Period::days(365)), reason };
        let proposed = audit::act_as_person(self.app, first, move |tx, call| {
            oversight::propose(tx, call, &asked)
        })?;
        audit::act_as_person(self.app, second, move |tx, call| {
            oversight::confirm(tx, call, proposed.id)
        })
        .map(drop)
    }

    fn give_app(&self, user: Id<User>) -> Result<(), Fault> {
        let secret = self.app_secret.to_owned();
        audit::act_as_person(self.app, user, move |tx, call| {
            accounts::enrol_totp(tx, call, &secret)
        })
    }

    /// A person who has registered and proved their address by the letter that was sent to it.
    async fn person(&self, email: &str, full_name: &str) -> Result<Id<User>, Fault> {
        let asked = Registration {
            email: parsed(email)?,
            full_name: line(full_name)?,
            password_hash: self.hash.to_owned(),
        };
        let registered = audit::act_as_system(self.app, "demo", move |tx, call| {
            accounts::register(tx, call, &asked)
        })?;
        let token = self.token().await?;
        audit::act_as_system(self.app, "demo", move |tx, call| {
            accounts::verify_address(tx, call, &token)
        })?;
        Ok(registered.id)
    }

    /// The token in the newest letter, for which all waiting letters are taken out of the outbox.
    async fn token(&self) -> Result<String, Fault> {
        let mailer = Arc::new(Mailer::memory().map_err(|error| Fault::corrupt(&error))?);
        outbox::deliver_due(self.app, &mailer).await?;
        let letters = mailer.sent();
        let texts = letters.iter().map(|raw| String::from_utf8_lossy(raw));
        let mut found = texts.filter_map(|text| {
            let (_, after) = text.split_once("Token: ")?;
            after.split_whitespace().next().map(str::to_owned)
        });
        found.next_back().ok_or_else(|| Fault::corrupt(&"a letter without a token"))
    }

    fn register(
        &self,
        owner: Id<User>,
        kind: OrganisationKind,
        newcomer: &Newcomer<'_>,
    ) -> Result<Id<Organisation>, Fault> {
        let Newcomer { name, summary, scheme, number } = newcomer;
        let identifier = Identifier::parse(scheme, number);
        let summary = summary.map(Text::parse).transpose();
        let asked = NewOrganisation {
            kind,
            name: line(name)?,
            summary: summary.map_err(|why| Fault::corrupt(&why))?,
            website: Some(line(&format!("https://{}.example", slug(name)))?),
            identifiers: vec![identifier.map_err(|(_, why)| Fault::corrupt(&why))?],
        };
        let made = audit::act_as_person(self.app, owner, move |tx, call| {
            organisations::create(tx, call, &asked)
        })?;
        Ok(made.id)
    }

    fn verify(&self, administrator: Id<User>, of: Id<Organisation>) -> Result<(), Fault> {
        let asked = Judgement { organisation: of, outcome: Outcome::Verified, note: None };
        audit::act_as_person(self.app, administrator, move |tx, call| {
            verification::verify(tx, call, &asked)
        })
        .map(drop)
    }

    async fn borough(
        &mut self,
        name: &'static str,
        domain: &str,
        code: &str,
    ) -> Result<Troupe, Fault> {
        let address = |office: &str| format!("{office}@{domain}.example");
        let owner = self.person(&address("owner"), "Olu Adeyemi").await?;
        let newcomer = Newcomer { name, summary: None, scheme: "GB-LAE", number: code };
        let id = self.register(owner, OrganisationKind::PublicBody, &newcomer)?;
        self.sign_ins.push((format!("{name}: owner"), address("owner")));
        let mut people = BTreeMap::from([("owner", owner)]);
        for (office, full_name, roles) in OFFICES {
            let email = address(office);
            let user = self.person(&email, full_name).await?;
            let place = InvitationAsked { of: id, email: parsed(&email)?, roles: roles.to_vec() };
            self.join(owner, user, place).await?;
            self.sign_ins.push((format!("{name}: {}", office.replace('.', " ")), email));
            people.insert(office, user);
        }
        Ok(Troupe { id, people })
    }

    /// An owner invites a person, who accepts.
    async fn join(
        &self,
        owner: Id<User>,
        user: Id<User>,
        asked: InvitationAsked,
    ) -> Result<(), Fault> {
        let strong = asked.roles.iter().any(|role| role.needs_second_factor());
        audit::act_as_person(self.app, owner, move |tx, call| {
            organisations::invite(tx, call, &asked)
        })?;
        let token = self.token().await?;
        audit::act_as_person(self.app, user, move |tx, call| {
            organisations::accept(tx, call, &token)
        })?;
        if strong { self.give_app(user) } else { Ok(()) }
    }

    async fn supplier(&mut self, name: &str, n: usize) -> Result<Troupe, Fault> {
        let domain = slug(name);
        let email = format!("owner@{domain}.example");
        let owner = self
            .person(&email, &format!("{} Owner", name.split(' ').next().unwrap_or(name)))
            .await?;
        let number = format!("{:08}", 9_000_001 + n);
        let summary = profiles::summary(n);
        let newcomer = Newcomer { name, summary, scheme: "GB-COH", number: &number };
        let id = self.register(owner, OrganisationKind::Supplier, &newcomer)?;
        self.sign_ins.push((format!("{name}: owner, bids"), email));
        let wanted = THEMES.iter().cycle().skip(n).take(2).map(|theme| Theme::parse(theme));
        let wanted: Result<Vec<Theme>, _> = wanted.collect();
        let wanted = wanted.map_err(|why| Fault::corrupt(&why))?;
        audit::act_as_person(self.app, owner, move |tx, call| {
            suppliers::declare_interests(tx, call, id, &wanted)
        })?;
        if let Some(said) = profiles::profile(name, n, self.app.clock.now())? {
            audit::act_as_person(self.app, owner, move |tx, call| {
                suppliers::declare(tx, call, id, &said)
            })?;
        }
        Ok(Troupe { id, people: BTreeMap::from([("owner", owner)]) })
    }
}
