//! Accounts that nobody uses (LESSONS C48).

use guildhall::{accounts, kernel::Period};
use serde_json::json;

use crate::{
    accounts::passwords::{NEW, OLD, asks, signs_in},
    story,
    world::World,
};

/// What four workers of two nodes do at once.
fn looked(world: &World) -> usize {
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let app = world.app.clone();
            std::thread::spawn(move || accounts::warn_idle_accounts(&app).unwrap())
        })
        .collect();
    workers.into_iter().map(|worker| worker.join().unwrap()).sum()
}

story! {
    async fn an_idle_account_is_warned_three_times_and_deactivated_once(world) {
        let (ada, eve, admin) = (world.person("Ada").await, world.person("Eve").await, world.administrator().await);
        let born = world.now();
        let day = |days: i64| world.clock.set(born.plus(Period::days(days)));
        let told = async |email: &str| world.letters_to(email).await.iter().filter(|l| l.contains("have not signed in")).count();
        assert_eq!(looked(&world), 0);
        day(79);
        assert_eq!((looked(&world), told(&eve.email).await), (0, 0));
        day(80);
        // All three are told, once each, whoever looks.
        assert_eq!((looked(&world), looked(&world)), (3, 0));
        assert_eq!((told(&eve.email).await, told(&ada.email).await), (1, 1));
        world.signs_in(&admin.email).await;
        for (at, letters) in [(84, 1), (85, 2), (88, 2), (89, 3)] {
            day(at);
            looked(&world);
            assert_eq!(told(&eve.email).await, letters, "day {at}");
        }
        assert!(world.letters_to(&eve.email).await.last().unwrap().contains("Sign in before: 30 November 2026"));
        signs_in(&world, &ada.email, OLD).await.is(201);

        // It follows from time: nobody has looked yet.
        day(90);
        let refused = signs_in(&world, &eve.email, OLD).await;
        refused.refused(403, "forbidden").says("ask for a link");
        signs_in(&world, &eve.email, NEW).await.refused(401, "unauthenticated");
        signs_in(&world, &ada.email, OLD).await.is(201);
        assert_eq!((looked(&world), looked(&world)), (1, 0));
        assert!(world.letters_to(&eve.email).await.last().unwrap().contains("Nothing of it is lost"));
        let administrators = world.letters_to(&admin.email).await;
        assert!(administrators.last().unwrap().contains(&eve.email));
        let events = world.events().await;
        let count = |what: &str| events.iter().filter(|e| *e == what).count();
        assert_eq!((count("user.idle_warned"), count("user.deactivated")), (7, 1));

        // A link brings it back, and the days are counted anew.
        asks(&world, "/v1/users/password-reset", json!({ "email": eve.email })).await.is(204);
        let token = world.token_for(&eve.email).await;
        asks(&world, "/v1/users/password", json!({ "token": token, "password": NEW })).await.is(204);
        signs_in(&world, &eve.email, NEW).await.is(201);
        day(169);
        // The administrator's last day.
        assert_eq!(looked(&world), 1);
        day(170);
        // Ada and Eve are warned, the administrator is gone.
        assert_eq!(looked(&world), 3);
        assert_eq!(told(&eve.email).await, 5);
    }
}

story! {
    /// Who comes by an identity provider has no password, and keys that stop with them.
    async fn who_has_no_password_is_warned_for_their_keys(world) {
        use diesel::connection::SimpleConnection as _;
        let camden = world.public_body("Camden").await;
        let of = format!("/v1/organisations/{}", camden.id);
        let key = json!({ "name": "Export", "scopes": ["bids:read"], "expires_at": world.now().plus(Period::days(300)) });
        camden.author.post(&format!("{of}/api-keys"), key.clone()).await.is(201);
        let program = camden.owner.post(&format!("{of}/service-accounts"), json!({ "name": "Feed", "roles": ["author"] })).await;
        let mut for_program = key;
        for_program["user_id"] = program.is(201)["user_id"].clone();
        camden.owner.post(&format!("{of}/api-keys"), for_program).await.is(201);
        world.app.pool.write_here(|tx| Ok(tx.db().batch_execute("update users set password_hash = null")?)).unwrap();
        world.later("P80D");
        assert_eq!((looked(&world), looked(&world)), (1, 0), "the author alone: no program, and nobody without a key");
        let told = world.letters_to(&camden.author.email).await;
        assert!(told.last().unwrap().contains("have not signed in"));
    }
}

/// The setting is a time in which there is time to be warned.
#[test]
fn nobody_is_deactivated_without_a_warning() {
    let read =
        |idle: &str| guildhall::app::Config::read(&format!("account_idle = \"{idle}\""), |_| None);
    assert!(read("P29D").unwrap_err().to_string().contains("GUILDHALL_ACCOUNT_IDLE"));
    assert_eq!(read("P30D").unwrap().account_idle, Period::days(30));
}
