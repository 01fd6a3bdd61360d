//! `guildhall demo`: six boroughs, twenty-five suppliers and twelve opportunities in every state,
//! made by the same operations that serve HTTP, with a clock that moves.

mod cast;
mod notices;
mod plan;
mod profiles;

use std::sync::Arc;

use self::cast::{Casting, SignIns};
use super::{Failure, say};
use crate::{
    accounts::{self, Cost, Hasher, Password},
    app::App,
    kernel::{Clock, MovingClock},
    organisations,
    prelude::*,
};

/// Fills an empty database, and says who can sign in.
pub fn fill(app: &App) -> Result<(), Failure> {
    let used = app.pool.read_here(organisations::are_any).map_err(|fault| fault.sentence())?;
    if used {
        return Err("the demo needs an empty database: give it another --data-dir".into());
    }
    say("Filling the database: a few seconds...\n")?;
    let password = password()?;
    let typed = Password::parse(password.clone())?;
    let config = &app.config;
    let cost = Cost { memory_kib: config.password_memory_kib, passes: config.password_passes };
    let hasher = Hasher::start(cost).map_err(|fault| fault.sentence())?;
    let done = actix_web::rt::System::new().block_on(async {
        let hash = hasher.hash(typed).await?;
        let secret = accounts::new_secret()?;
        Ok((act_out(app, &hash, &secret).await?, secret))
    });
    let (sign_ins, secret) = done.map_err(|fault: Fault| fault.sentence())?;
    say(&told(&sign_ins, &password, &secret))?;
    Ok(())
}

/// Refuses to serve the people of the demo, who all have one password, as an installation that
/// others reach (SAFETY M7).
pub fn refuse_in_production(app: &App) -> Result<(), Failure> {
    if !app.config.public_url.starts_with("https://") {
        return Ok(());
    }
    let found = app.pool.read_here(|db| accounts::find_by_email(db, ADMINISTRATOR));
    match found.map_err(|fault| fault.sentence())? {
        Some(_) => Err("this database was filled by the demo, whose people share a password; begin with an empty one".into()),
        None => Ok(()),
    }
}

const ADMINISTRATOR: &str = "admin@guildhall.example";

/// A password of its own for each demo: nobody finds one that they know (SAFETY E16).
fn password() -> Result<String, Failure> {
    Ok(format!(
        "demo-{}",
        accounts::one_time_token().map_err(|f| f.sentence())?.chars().take(12).collect::<String>()
    ))
}

/// Everything that has happened, in its order, on a clock of its own.
async fn act_out(app: &App, hash: &str, app_secret: &str) -> Result<SignIns, Fault> {
    let today = last_nine_oclock(app.clock.now());
    let first = today.minus(Period::days(plan::LONGEST + 10));
    let clock = Arc::new(MovingClock::starting(first));
    let shared: Arc<dyn Clock> = Arc::<MovingClock>::clone(&clock);
    let then = app.by(shared);
    let mut casting = Casting { app: &then, hash, app_secret, sign_ins: Vec::new() };
    let cast = casting.cast().await?;
    let mut plans = plan::all(&cast)?;
    for ago in (0..=plan::LONGEST).rev() {
        clock.set(today.minus(Period::days(ago)));
        for plan in &mut plans {
            plan.live(&then, ago)?;
            // Each plan has its own minute of the day, so that the log reads like one.
            clock.advance(Period::seconds(1));
        }
        audit::number(&then).await?;
    }
    Ok(casting.sign_ins)
}

/// The last 09:00 UTC that is a while ago.
fn last_nine_oclock(now: Instant) -> Instant {
    const DAY: i64 = 86_400_000_000;
    let nine = Period::seconds(9 * 3_600);
    let then = now.minus(nine).minus(Period::seconds(600)).micros();
    Instant::from_micros(then - then.rem_euclid(DAY)).plus(nine)
}

fn told(sign_ins: &SignIns, password: &str, secret: &str) -> String {
    let mut lines = vec![
        "The demo is ready. Everybody's password is:".to_owned(),
        format!("\n  {password}\n"),
        "Approvers, openers and the administrator sign in with a code as well, of an authenticator"
            .to_owned(),
        "app with this secret (or of `oathtool --totp --base32`):".to_owned(),
        format!("\n  {secret}\n"),
        "  admin@guildhall.example              administrator of the platform".to_owned(),
        "  second.admin@guildhall.example       administrator, for what takes two".to_owned(),
        "  auditor@guildhall.example            auditor of the platform, may read the boroughs"
            .to_owned(),
    ];
    lines.extend(sign_ins.iter().map(|(what, email)| format!("  {email:<36} {what}")));
    lines.join("\n") + "\n\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Config, Keys},
        db::{Limits, Pool},
        opportunities,
    };

    /// Every state that an opportunity or a lot can reach today is there, and the log is whole.
    #[actix_web::test]
    async fn the_demo_has_everything_in_every_state() {
        let dir = tempfile::tempdir().unwrap();
        let toml = format!("data_dir = {:?}", dir.path().display().to_string());
        let config = Config::read(&toml, |_| None).unwrap();
        let keys = Keys::open(&config.keys_dir()).unwrap();
        let pool = Pool::open(&config.database_url, Limits::default()).unwrap();
        let today = MovingClock::starting("2026-11-24T13:00:00Z".parse().unwrap());
        let app = App::new(pool, Arc::new(today), config, keys);
        let sign_ins = act_out(&app, "no hash", &accounts::new_secret().unwrap()).await.unwrap();
        assert_eq!(sign_ins.len(), 6 * 6 + 25);

        let numbers: Vec<i64> = (1..=12).collect();
        let all = app.pool.read_here(|db| opportunities::load_listed(db, &numbers)).unwrap();
        let now = app.clock.now();
        let mut stand: Vec<&str> = all.iter().map(|o| o.status(now).as_str()).collect();
        stand.sort_unstable();
        stand.dedup();
        let wanted =
            ["cancelled", "closed", "decided", "draft", "in_review", "no_award", "no_bids", "open"];
        assert_eq!((all.len(), stand), (12, wanted.to_vec()));
        let lots_of = |id| app.pool.read_here(|db| opportunities::lots_of(db, id)).unwrap();
        let lots: Vec<_> = all.iter().flat_map(|o| lots_of(o.id)).collect();
        for state in [
            "draft",
            "published",
            "opened",
            "in_evaluation",
            "decided",
            "no_award",
            "no_bids",
            "cancelled",
        ] {
            assert!(lots.iter().any(|lot| lot.state.as_str() == state), "no lot is {state}");
        }
        let whole = app.pool.read_here(|db| audit::verify(db, None, &app.keys.receipts));
        assert!(whole.unwrap().unwrap().events > 400);
    }

    /// A demo is shown on one's own machine, and never served as the real thing.
    #[test]
    fn a_demo_is_not_served_as_production() {
        let dir = tempfile::tempdir().unwrap();
        let toml = format!("data_dir = {:?}", dir.path().display().to_string());
        let mut config = Config::read(&toml, |_| None).unwrap();
        config.public_url = "https://bids.camden.gov.uk".to_owned();
        let keys = Keys::open(&config.keys_dir()).unwrap();
        let pool = Pool::open(&config.database_url, Limits::default()).unwrap();
        let today = MovingClock::starting("2026-11-24T13:00:00Z".parse().unwrap());
        let app = App::new(pool, Arc::new(today), config.clone(), keys);
        refuse_in_production(&app).unwrap();
        let made = audit::act_as_system(&app, "test", |tx, call| {
            let email =
                crate::kernel::Email::parse(ADMINISTRATOR).map_err(|e| Fault::corrupt(&e))?;
            accounts::make_platform_user(tx, call, &email, accounts::PlatformRole::Administrator)
        });
        made.unwrap();
        let refused = refuse_in_production(&app).unwrap_err().to_string();
        assert!(refused.contains("filled by the demo"), "{refused}");
        config.public_url = "http://localhost:8080".to_owned();
        let keys = Keys::open(&config.keys_dir()).unwrap();
        let here = App::new(app.pool.clone(), Arc::clone(&app.clock), config, keys);
        refuse_in_production(&here).unwrap();
    }

    #[test]
    fn nine_oclock_is_behind_us() {
        for (now, wanted) in [
            ("2026-11-24T13:00:00Z", "2026-11-24T09:00:00Z"),
            ("2026-11-24T09:05:00Z", "2026-11-23T09:00:00Z"),
            ("2026-11-24T00:00:00.5Z", "2026-11-23T09:00:00Z"),
        ] {
            let found = last_nine_oclock(now.parse().unwrap());
            assert_eq!(found.to_string(), wanted);
        }
    }
}
