//! What each administrator is there for: given and taken by others, at once, and never by nobody.

use std::process::Command;

use futures_util::future::join;
use guildhall::{
    access::Duties,
    accounts::{self, make_administrator, set_duties},
    audit,
    db::{Limits, Pool, schema::users},
    kernel::{Email, Period},
};
use serde_json::{Value, json};

use crate::{
    story,
    world::{PASSWORD, Person, Told, World},
};

use guildhall::access::Duty::{Administrators, People, Records, Terms, Verification};

const ALL: &str = "administrators assessment people records terms verification";

fn duties_of(person: &Person<'_>) -> String {
    format!("/v1/administrators/{}/duties", person.id)
}

/// The version of an administrator, as the list tells it.
async fn version(by: &Person<'_>, of: &Person<'_>) -> String {
    let listed = by.get("/v1/administrators").await;
    let items = listed.is(200)["items"].as_array().unwrap();
    let one = items.iter().find(|one| one["user_id"] == json!(of.id)).unwrap();
    format!("\"{}\"", one["version"])
}

async fn gives(by: &Person<'_>, to: &Person<'_>, etag: &str, duties: Value) -> Told {
    let client = by.client().await.with("if-match", etag);
    client.put(&duties_of(to), json!({ "duties": duties })).await
}

/// What the operator does at the machine.
fn operator_sets(world: &World, email: &str, words: &str) {
    let (email, duties) = (Email::parse(email).unwrap(), Duties::parse(words).unwrap());
    audit::act_as_system(&world.app, "test", move |tx, call| {
        set_duties(tx, call, &email, duties.clone())
    })
    .unwrap();
}

story! {
    async fn four_administrators_do_their_own_and_are_refused_the_others(world) {
        let camden = world.public_body("Camden").await;
        let (eve, auditor) = (world.person("Eve").await, world.auditor().await);
        let clerk = world.administrator_for("clerk", &[Verification]).await;
        let support = world.administrator_for("support", &[People]).await;
        let controller = world.administrator_for("controller", &[Records]).await;
        let editor = world.administrator_for("editor", &[Terms]).await;
        let everybody = [&clerk, &support, &controller, &editor];
        let why = || json!({ "reason": "Because." });
        let reverification = format!("/v1/organisations/{}/reverification", camden.id);
        let grant = json!({
            "auditor_id": auditor.id, "organisation_ids": [camden.id], "reason": "Because.",
            "from": world.now(), "until": world.now().plus(Period::days(30)),
        });
        let terms = json!({ "text": "Be fair.", "changes": "All of it.", "applies_from": world.now() });
        let (suspension, hold) = (format!("/v1/users/{}/suspension", eve.id), format!("/v1/users/{}/legal-hold", eve.id));
        let asked = [
            (&clerk, reverification.as_str(), why(), 201, 403), (&support, suspension.as_str(), why(), 204, 404),
            (&controller, hold.as_str(), why(), 204, 404), (&controller, "/v1/auditor-grants", grant, 201, 403),
            (&editor, "/v1/terms", terms, 201, 403),
        ];
        for (whose, path, body, _, refused) in &asked {
            for other in everybody.iter().filter(|one| one.id != whose.id) {
                other.post(path, body.clone()).await.is(*refused);
            }
        }
        let events = world.events().await;
        for what in ["organisation.reverification_demanded", "user.suspended", "user.held", "auditor.grant_proposed", "terms.published"] {
            assert!(!events.contains(&what.to_owned()), "{what}");
        }
        for (whose, path, body, done, _) in asked {
            whose.post(path, body).await.is(done);
        }
        let members = format!("/v1/organisations/{}/members", camden.id);
        clerk.get(&members).await.is(200);
        support.get(&members).await.refused(404, "not-found");
        editor.get("/v1/auditor-grants").await.refused(403, "forbidden").says("`records`");
    }
}

story! {
    async fn duties_are_given_and_taken_and_count_from_the_next_request(world) {
        let (first, eve) = (world.administrator().await, world.person("Eve").await);
        let clerk = world.administrator_for("clerk", &[Verification]).await;
        world.stranger().get("/v1/administrators").await.refused(401, "unauthenticated");
        eve.get("/v1/administrators").await.refused(403, "forbidden").says("only administrators of the platform");
        clerk.get("/v1/administrators").await.refused(403, "forbidden").says("`administrators`");
        let listed = first.get("/v1/administrators?limit=1").await;
        assert_eq!(listed.is(200)["items"][0]["email"], json!(first.email));
        let next = format!("/v1/administrators?cursor={}", listed["next"].as_str().unwrap());
        let rest = first.get(&next).await;
        assert_eq!(rest.is(200)["items"].as_array().map(Vec::len), Some(1));
        assert_eq!((&rest["items"][0]["duties"], &rest["items"][0]["state"]), (&json!(["verification"]), &json!("active")));

        let (path, etag) = (duties_of(&clerk), version(&first, &clerk).await);
        let new = || json!(["terms", "people", "terms"]);
        let stranger = world.stranger().with("if-match", &etag);
        stranger.put(&path, json!({ "duties": new() })).await.refused(401, "unauthenticated");
        gives(&eve, &clerk, &etag, new()).await.refused(404, "not-found");
        gives(&clerk, &first, &etag, new()).await.refused(404, "not-found");
        gives(&clerk, &clerk, &etag, json!(["administrators"])).await.refused(404, "not-found");
        gives(&first, &first, &version(&first, &first).await, new()).await.refused(403, "four-eyes");
        gives(&first, &eve, &etag, new()).await.refused(404, "not-found");
        gives(&first, &clerk, "\"99\"", new()).await.refused(412, "stale");
        first.put(&path, json!({ "duties": new() })).await.is(428);
        let told = gives(&first, &clerk, &etag, json!(["people", "cleaning"])).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/duties/1"]);
        let stale = first.client().await.with("if-match", &etag);
        world.later("PT4M50S");
        world.later("PT15S");
        stale.put(&path, json!({ "duties": new() })).await.refused(403, "step-up-needed");
        assert!(!world.events().await.contains(&"user.duties_changed".to_owned()));
        assert!(!world.letters_to(&clerk.email).await.iter().any(|l| l.contains("duties")));

        let client = clerk.client().await;
        client.get("/v1/verifications").await.is(200);
        let given = gives(&first, &clerk, &etag, new()).await;
        assert_eq!(given.is(200)["duties"], json!(["people", "terms"]));
        assert_eq!(given.etag(), version(&first, &clerk).await);
        // The same session, the same token.
        client.get("/v1/verifications").await.refused(403, "forbidden").says("with the duty `verification`");
        let me = client.get("/v1/me").await;
        assert_eq!((&me.is(200)["administrator"], &me["duties"]), (&json!(true), &json!(["people", "terms"])));
        client.post(&format!("/v1/users/{}/suspension", eve.id), json!({ "reason": "Because." })).await.is(204);
        let letter = world.letters_to(&clerk.email).await.pop().unwrap();
        assert!(letter.contains("Before: verification") && letter.contains("Now: people, terms"), "{letter}");
        let events = world.event_bodies();
        let event = events.iter().find(|body| body.contains("user.duties_changed")).unwrap();
        let event: Value = serde_json::from_str(event).unwrap();
        assert_eq!((&event["facts"]["duties_before"], &event["facts"]["duties"]), (&json!("verification"), &json!("people terms")), "{event}");

        // An administrator who may do nothing is one all the same.
        gives(&first, &clerk, &given.etag(), json!([])).await.is(200);
        let me = client.get("/v1/me").await;
        assert_eq!((&me.is(200)["administrator"], &me["duties"]), (&json!(true), &json!([])));
        assert_eq!(me["second_factor"]["needed"], true);
        client.get("/v1/verifications").await.refused(403, "forbidden");
        assert!(world.letters_to(&clerk.email).await.pop().unwrap().contains("Now: none"));
        world.change(&format!("update users set duties = 'cleaning' where id = '{}'", clerk.id));
        client.get("/v1/me").await.is(500);
    }
}

story! {
    async fn duties_sleep_without_a_second_factor(world) {
        let (first, ada) = (world.administrator().await, world.person("Ada").await);
        let email = Email::parse(&ada.email).unwrap();
        let duties = Duties::of(vec![Administrators, Terms]);
        audit::act_as_system(&world.app, "test", move |tx, call| make_administrator(tx, call, &email, &duties)).unwrap();
        assert_eq!(ada.get("/v1/me").await.is(200)["duties"], json!(["administrators", "terms"]));
        ada.get("/v1/administrators").await.refused(403, "second-factor-needed");
        gives(&ada, &first, &version(&first, &first).await, json!([])).await.refused(403, "second-factor-needed");
        // A second factor would not help with what is of another duty.
        ada.get("/v1/verifications").await.refused(403, "forbidden");
        ada.enrols().await;
        ada.get("/v1/administrators").await.is(200);
        ada.get("/v1/verifications").await.refused(403, "forbidden").says("`verification`");
    }
}

story! {
    async fn two_who_take_it_from_each_other_at_once_leave_one(world) {
        let first = world.administrator_for("first", &[Administrators]).await;
        let second = world.administrator_for("second", &[Administrators, People]).await;
        let (of_first, of_second) = (version(&second, &first).await, version(&first, &second).await);
        let (one, other) = join(
            gives(&first, &second, &of_second, json!(["people"])),
            gives(&second, &first, &of_first, json!([])),
        ).await;
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 404], "{} {}", one.text, other.text);
        let left = world.texts_of("users", "duties");
        assert_eq!(left.iter().filter(|words| words.contains("administrators")).count(), 1, "{left:?}");
    }
}

story! {
    async fn the_last_who_gives_duties_stays(world) {
        let giver = world.administrator_for("giver", &[Administrators]).await;
        let support = world.administrator_for("support", &[People]).await;
        let suspension = format!("/v1/users/{}/suspension", giver.id);
        let why = json!({ "reason": "Because." });
        support.post(&suspension, why.clone()).await.refused(409, "wrong-state").says("no other active administrator");
        let closure = json!({ "password": PASSWORD });
        giver.post("/v1/me/closure", closure.clone()).await.refused(409, "wrong-state").says("no other active administrator");
        support.post(&format!("/v1/users/{}/suspension", support.id), why.clone()).await.refused(403, "four-eyes");

        let another = world.administrator_for("another", &[Administrators]).await;
        support.post(&suspension, why).await.is(204);
        // Who is suspended gives nothing.
        another.post("/v1/me/closure", closure.clone()).await.refused(409, "wrong-state");
        support.delete(&suspension).await.is(204);
        another.post("/v1/me/closure", closure).await.is(200);
        let left = world.texts_of("users", "duties");
        assert_eq!(left.iter().filter(|words| *words == "administrators").count(), 1, "{left:?}");
    }
}

story! {
    async fn a_letter_to_administrators_goes_to_those_whose_duty_it_is(world) {
        let (eve, ada) = (world.person("Eve").await, world.person("Ada").await);
        let born = world.now();
        world.later("P60D");
        let giver = world.administrator_for("giver", &[Administrators]).await;
        let support = world.administrator_for("support", &[People]).await;
        let clerk = world.administrator_for("clerk", &[Verification]).await;
        world.signs_in(&ada.email).await;
        let told = async |who: &Person<'_>, about: &Person<'_>| {
            world.letters_to(&who.email).await.iter().filter(|l| l.contains("idle account was deactivated") && l.contains(&about.email)).count()
        };
        world.clock.set(born.plus(Period::days(90)));
        accounts::warn_idle_accounts(&world.app).unwrap();
        assert_eq!((told(&support, &eve).await, told(&giver, &eve).await, told(&clerk, &eve).await), (1, 0, 0));
        // Nobody looks after people any more.
        for who in [&giver, &support, &clerk] {
            world.signs_in(&who.email).await;
        }
        operator_sets(&world, &support.email, "terms");
        world.clock.set(born.plus(Period::days(150)));
        accounts::warn_idle_accounts(&world.app).unwrap();
        assert_eq!((told(&support, &ada).await, told(&giver, &ada).await, told(&clerk, &ada).await), (0, 1, 0));
        assert!(world.letters_to(&support.email).await.iter().any(|l| l.contains("Now: terms")));
    }
}

/// The program itself, on a database of its own.
struct Machine(tempfile::TempDir);

impl Machine {
    /// Runs the program, which has to do it, or to refuse, with these words.
    fn does(&self, arguments: &str, ok: bool, words: &str) {
        let arguments = arguments.replace("@c", "@council.example");
        let mut program = Command::new(env!("CARGO_BIN_EXE_guildhall"));
        program.args(arguments.split(' ')).arg("--data-dir").arg(self.0.path());
        let output = program.env_clear().current_dir(self.0.path()).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(output.status.success() == ok && said.contains(words), "{arguments}: {said}");
    }

    /// Who has which duties, as stored.
    fn kept(&self) -> Vec<String> {
        use diesel::prelude::*;
        let url = self.0.path().join("guildhall.db").display().to_string();
        let pool = Pool::open(&url, Limits::default()).unwrap();
        let rows = pool.read_here(|db| {
            let rows = users::table.order(users::email).select((users::email, users::duties));
            Ok(rows.load::<(String, String)>(db)?)
        });
        let name = |email: &str| email.replace("@council.example", "");
        rows.unwrap().iter().map(|(email, duties)| format!("{}: {duties}", name(email))).collect()
    }
}

#[test]
fn the_operator_splits_duties_at_the_machine() {
    let machine = Machine(tempfile::tempdir().unwrap());
    machine.does("admin create --email a@c", true, "is administrator");
    machine.does("admin create --email b@c --duties verification,people", true, "is administrator");
    let unknown = "cleaning is no duty; there are administrators,";
    machine.does("admin create --email c@c --duties cleaning", false, unknown);
    let both = "admin create --email c@c --role auditor --duties people";
    machine.does(both, false, "of administrators alone");
    machine.does("admin create --email d@c --role auditor", true, "is auditor");
    assert_eq!(machine.kept(), [&format!("a: {ALL}"), "b: people verification", "d: "]);
    // Nobody is left who gives duties: the operator gives them.
    machine.does("admin duties --email a@c --set ", true, "a@council.example has no duties");
    machine.does("admin duties --email b@c --set administrators", true, "duties: administrators");
    machine.does("admin duties --email d@c --set people", false, "no administrator d@council");
    machine.does("admin duties --email b@c --set all", false, "all is no duty");
    assert_eq!(machine.kept(), ["a: ", "b: administrators", "d: "]);
}
