//! Limits on failed sign-ins and on letters: by account and by address, with a delay that grows; the
//! rightful owner is never locked out (SAFETY E9, E10).
//!
//! Each attempt is counted before it is checked, so that a hundred at once do not slip through; an
//! attempt that succeeds is given back. Each node counts for itself.

use std::{net::IpAddr, sync::Arc, time::Duration};

use governor::{Quota, RateLimiter, clock, middleware::NoOpMiddleware, nanos::Nanos};
use sha2::{Digest as _, Sha256};

use super::{
    clock::{LimiterClock, at_least_one},
    recent::Recent,
};
use crate::{
    kernel::{Clock, household},
    prelude::*,
};

/// The hashed key of a count; no address and no e-mail is kept.
type Key = [u8; 32];

type Limiter = RateLimiter<Key, Recent<Key, Nanos>, LimiterClock, NoOpMiddleware<Nanos>>;

/// So many at once, then so many an hour.
type Limit = (u32, u32);

/// Wrong passwords for one account: at most ten in five minutes, then one in half an hour.
const ACCOUNT: [Limit; 2] = [(5, 60), (30, 2)];

/// Wrong passwords from one address, for whichever accounts.
const ADDRESS: [Limit; 2] = [(30, 360), (300, 60)];

/// Letters to one address that were asked for without an account.
const LETTERS_TO: [Limit; 2] = [(4, 6), (12, 1)];

/// Letters that one address asked for.
const LETTERS_FROM: [Limit; 1] = [(200, 180)];

/// Keys that are kept under each limit, at most (about 8 MB): who wants one of them forgotten has
/// to try as many others meanwhile, from thousands of addresses, and gains five tries by it.
const KEPT: usize = 100_000;

/// A kind of attempt, under one or more limits.
struct Throttle {
    name: &'static str,
    limits: Vec<Limiter>,
    /// Tries that were given back.
    credits: Recent<Key, u32>,
    most_credits: u32,
    clock: LimiterClock,
}

impl Throttle {
    fn new(name: &'static str, limits: &[Limit], clock: &LimiterClock) -> Self {
        let limiter = |(burst, an_hour): &Limit| {
            let quota = Quota::per_hour(at_least_one(*an_hour)).allow_burst(at_least_one(*burst));
            Limiter::new(quota, Recent::holding(KEPT), clock.clone())
        };
        Self {
            name,
            limits: limits.iter().map(limiter).collect(),
            credits: Recent::holding(KEPT),
            most_credits: limits.first().map_or(1, |(burst, _)| *burst),
            clock: clock.clone(),
        }
    }

    /// Counts a try; says how long to wait where there were too many.
    fn count(&self, key: Key) -> Result<(), Problem> {
        if self.take_credit(key) {
            return Ok(());
        }
        for limit in &self.limits {
            if let Err(until) = limit.check_key(&key) {
                return Err(self.wait(until.wait_time_from(clock::Clock::now(&self.clock))));
            }
        }
        Ok(())
    }

    fn wait(&self, time: Duration) -> Problem {
        let seconds = time.as_secs().saturating_add(1);
        let detail = format!("too many tries; the next one counts in {seconds} seconds");
        Problem::new(kinds::TOO_MANY, detail).with("retry_after", seconds).with("policy", self.name)
    }

    fn take_credit(&self, key: Key) -> bool {
        let taken = self.credits.change(&key, |had| match had {
            Some(left) if left > 1 => (Some(left - 1), true),
            Some(_last) => (None, true),
            None => (None, false),
        });
        taken.unwrap_or(false)
    }

    /// Gives tries back: the one that succeeded, or a few to who has proved who they are.
    fn give_back(&self, key: Key, tries: u32) {
        self.credits.change(&key, |had| {
            let has = had.unwrap_or_default().saturating_add(tries);
            (Some(has.min(self.most_credits)), ())
        });
    }
}

/// Limits attempts to sign in, and letters that are asked for without an account.
pub struct SignInLimiter {
    account: Throttle,
    address: Throttle,
    letters_to: Throttle,
    letters_from: Throttle,
}

/// The proof that an attempt comes with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownBy {
    /// The address of the account alone.
    Nothing,
    /// The device token that this account was given when it signed in here before.
    Device(String),
    /// A session: its owner proves the password again.
    Session(Id<User>),
    /// The right password: a second factor comes next.
    Password(Id<User>),
}

/// An attempt to prove a password or a second factor.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub email: String,
    pub from: Option<IpAddr>,
    pub known: KnownBy,
}

/// The keys that an attempt was counted under, to be given back when it succeeds.
#[derive(Debug)]
#[must_use = "an attempt that succeeded is given back"]
struct Counted {
    account: Key,
    address: Option<Key>,
}

/// The reason of a letter to an address that a request names. Each reason is counted by itself, so
/// that strangers cannot use up the letters that an owner needs to get a link.
#[derive(Debug, Clone, Copy)]
pub enum LetterReason {
    Registration,
    Link,
    NewAddress,
    Domain,
}

impl LetterReason {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration letters",
            Self::Link => "link letters",
            Self::NewAddress => "address letters",
            Self::Domain => "domain letters",
        }
    }
}

fn key(kind: &str, whom: &str) -> Key {
    Sha256::new().chain_update(kind).chain_update([0]).chain_update(whom).finalize().into()
}

impl Attempt {
    /// A known device and a session are counted by themselves: whatever others try, the owner
    /// gets in.
    fn account(&self) -> Key {
        match &self.known {
            KnownBy::Device(device) => key("device", device),
            KnownBy::Session(user) => key("user", user.as_str()),
            KnownBy::Password(user) => key("second step", user.as_str()),
            KnownBy::Nothing => key("account", &self.email),
        }
    }

    fn address(&self) -> Option<Key> {
        match self.known {
            KnownBy::Nothing => self.from.map(from),
            KnownBy::Device(_) | KnownBy::Session(_) | KnownBy::Password(_) => None,
        }
    }
}

fn from(address: IpAddr) -> Key {
    key("address", &household(address).to_string())
}

/// The owner of an account, at the place where a link from a mail was followed.
fn owner(email: &str, place: Option<IpAddr>) -> Key {
    let place = place.map(|address| household(address).to_string()).unwrap_or_default();
    key("owner", &format!("{email} {place}"))
}

impl SignInLimiter {
    pub fn new(clock: &Arc<dyn Clock>) -> Self {
        let clock = LimiterClock(Arc::clone(clock));
        Self {
            account: Throttle::new("sign-in-account", &ACCOUNT, &clock),
            address: Throttle::new("sign-in-address", &ADDRESS, &clock),
            letters_to: Throttle::new("letters-to", &LETTERS_TO, &clock),
            letters_from: Throttle::new("letters-from", &LETTERS_FROM, &clock),
        }
    }

    /// Counts a try to prove a password, lets it be judged, and gives it back unless the password
    /// was wrong. Refuses (429) with the time to wait; the same whether or not there is such an
    /// account.
    pub async fn check<T>(
        &self,
        attempt: &Attempt,
        judged: impl Future<Output = Result<Option<T>, Fault>>,
    ) -> Result<Option<T>, Fault> {
        let counted = self.count(attempt)?;
        let judged = judged.await;
        if !matches!(judged, Ok(None)) {
            self.give_back(&counted);
        }
        judged
    }

    fn count(&self, attempt: &Attempt) -> Result<Counted, Problem> {
        let forgiven = owner(&attempt.email, attempt.from);
        if attempt.known == KnownBy::Nothing && self.account.take_credit(forgiven) {
            return Ok(Counted { account: forgiven, address: None });
        }
        let counted = Counted { account: attempt.account(), address: attempt.address() };
        if let Some(address) = counted.address {
            self.address.count(address)?;
        }
        self.account.count(counted.account)?;
        Ok(counted)
    }

    fn give_back(&self, counted: &Counted) {
        self.account.give_back(counted.account, 1);
        if let Some(address) = counted.address {
            self.address.give_back(address, 1);
        }
    }

    /// Frees an owner who has followed a link from a mail: at that place the attempts of others do not
    /// count against them.
    pub fn forgive(&self, email: &str, place: Option<IpAddr>) {
        self.account.give_back(owner(email, place), self.account.most_credits);
    }

    /// Counts an address that asks for letters without an account, before anything is done for it.
    pub fn check_sender(&self, sender: Option<IpAddr>) -> Result<(), Problem> {
        sender.map_or(Ok(()), |address| self.letters_from.count(from(address)))
    }

    /// Counts a letter to an address that a request names.
    pub fn check_letter(&self, reason: LetterReason, email: &str) -> Result<(), Problem> {
        self.letters_to.count(key(reason.as_str(), email))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Instant, MovingClock, Period};

    fn limiter() -> (Arc<MovingClock>, SignInLimiter) {
        let clock = Arc::new(MovingClock::starting(Instant::from_micros(1_790_000_000_000_000)));
        let ours: Arc<dyn Clock> = Arc::<MovingClock>::clone(&clock);
        (clock, SignInLimiter::new(&ours))
    }

    fn attempt(email: &str, from: [u8; 4]) -> Attempt {
        Attempt { email: email.to_owned(), from: Some(from.into()), known: KnownBy::Nothing }
    }

    /// How many of the tries are judged.
    fn judged(limiter: &SignInLimiter, tries: impl Iterator<Item = Attempt>) -> usize {
        tries.filter(|attempt| limiter.count(attempt).is_ok()).count()
    }

    /// SAFETY E9: from a thousand addresses against one account, and from one against a thousand.
    #[test]
    fn stuffing_is_held_from_both_sides() {
        let (clock, limiter) = limiter();
        let many = |n: u16| [10, 0, n.to_be_bytes()[0], n.to_be_bytes()[1]];
        let one_account = |limiter: &SignInLimiter| {
            judged(limiter, (0..1_000).map(|n| attempt("ada@x.example", many(n))))
        };
        let mut in_five_minutes = one_account(&limiter);
        for _ in 0..5 {
            clock.advance(Period::minutes(1));
            in_five_minutes += one_account(&limiter);
        }
        assert_eq!(in_five_minutes, 10);
        let spread = (0..1_000).map(|n| attempt(&format!("u{n}@x.example"), [192, 0, 2, 1]));
        assert_eq!(judged(&limiter, spread), 30);
        assert_eq!(judged(&limiter, [attempt("else@x.example", [192, 0, 2, 2])].into_iter()), 1);
    }

    #[test]
    fn the_delay_grows_for_who_goes_on() {
        let (clock, limiter) = limiter();
        let mut judged = 0;
        for _ in 0..240 {
            clock.advance(Period::minutes(1));
            judged += usize::from(limiter.count(&attempt("ada@x.example", [192, 0, 2, 1])).is_ok());
        }
        assert!((34..=40).contains(&judged), "{judged} in four hours");
        let wait = limiter.count(&attempt("ada@x.example", [192, 0, 2, 1])).unwrap_err();
        assert!(wait.members["retry_after"].as_u64().unwrap() > 60);
    }

    /// SAFETY E10: whatever others try, the owner's device, session and link get in.
    #[test]
    fn the_owner_is_never_locked_out() {
        let (clock, limiter) = limiter();
        let attack = || (0..100).map(|_| attempt("ada@x.example", [192, 0, 2, 1]));
        assert_eq!(judged(&limiter, attack()), 5);
        let at_home = attempt("ada@x.example", [192, 0, 2, 7]);
        for known in [KnownBy::Device("token".to_owned()), KnownBy::Session(Id::new())] {
            let owner = Attempt { known, ..at_home.clone() };
            for _ in 0..50 {
                let counted = limiter.count(&owner).unwrap();
                limiter.give_back(&counted);
            }
        }
        limiter.count(&at_home).unwrap_err();
        limiter.forgive("ada@x.example", at_home.from);
        for _ in 0..60 {
            clock.advance(Period::seconds(1));
            assert!(judged(&limiter, attack()) <= 1);
        }
        let counted = limiter.count(&at_home).unwrap();
        limiter.give_back(&counted);
        let again = limiter.count(&at_home).unwrap();
        assert_eq!(again.address, None);
    }

    /// Letters for one reason leave those for another reason to the owner of the address.
    #[test]
    fn letters_are_counted_by_their_reason() {
        let (_clock, limiter) = limiter();
        while limiter.check_letter(LetterReason::Registration, "ada@x.example").is_ok() {}
        while limiter.check_letter(LetterReason::NewAddress, "ada@x.example").is_ok() {}
        limiter.check_letter(LetterReason::Link, "ada@x.example").unwrap();
    }

    /// However many keys somebody makes up, memory is bounded, and who tries now is counted.
    #[test]
    fn made_up_keys_fill_no_memory() {
        let (_clock, limiter) = limiter();
        let ada = key("account", "ada@x.example");
        for n in 0..3 * KEPT {
            limiter.account.count(key("account", &n.to_string())).unwrap();
            if n % 1_000 == 0 {
                let held = limiter.account.count(ada).is_err();
                assert_eq!(held, n >= 5_000, "{n}");
            }
        }
        for _ in 0..2 * KEPT {
            limiter.account.give_back(key("owner", &Id::<User>::new().to_string()), 1);
        }
        assert!(limiter.account.credits.len() <= KEPT);
        for limit in limiter.account.limits {
            let held = limit.into_state_store().len();
            assert!(held <= KEPT, "{held}");
        }
    }

    #[test]
    fn who_signs_in_rightly_is_not_counted() {
        let (_clock, limiter) = limiter();
        for _ in 0..1_000 {
            let right = attempt("ada@x.example", [192, 0, 2, 1]);
            let counted = limiter.count(&right).unwrap();
            limiter.give_back(&counted);
        }
    }
}
