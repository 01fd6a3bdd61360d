//! Argon2id on two threads of its own, with buffers that are used again: sign-ins never hold up
//! other requests, nor do they grow the memory (SAFETY findings 9 and 10).

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
    mpsc,
};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use subtle::ConstantTimeEq as _;
use tokio::sync::oneshot;

use super::{model::Password, strength};
use crate::prelude::*;

/// How hard a hash is to compute. OWASP: 19,456 KiB, 2 passes, 1 lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    pub const OWASP: Self = Self { memory_kib: 19_456, passes: 2 };
}

const THREADS: usize = 2;

/// More sign-ins than this at once are told to come back.
const QUEUE: usize = 64;

const OUT: usize = 32;

type Task = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// The threads that hash.
#[derive(Clone)]
pub struct Hasher {
    queue: mpsc::Sender<Task>,
    waiting: Arc<AtomicUsize>,
    cost: Cost,
    /// The hash of no password: unknown addresses are compared with it, to take as long.
    nobody: Arc<str>,
}

impl Hasher {
    pub fn start(cost: Cost) -> Result<Self, Fault> {
        let (queue, tasks) = mpsc::channel::<Task>();
        let tasks = Arc::new(Mutex::new(tasks));
        for n in 0..THREADS {
            let tasks = Arc::clone(&tasks);
            std::thread::Builder::new()
                .name(format!("hashing-{n}"))
                .spawn(move || work(&tasks))
                .map_err(|error| Fault::corrupt(&error))?;
        }
        let nobody = hash_of_nothing(cost)?.into();
        Ok(Self { queue, waiting: Arc::default(), cost, nobody })
    }

    /// A PHC string for a new password.
    pub async fn hash(&self, password: Password) -> Result<String, Fault> {
        let cost = self.cost;
        self.run(move |blocks| hash(password.bytes(), cost, blocks)).await?
    }

    /// Whether the password is the one that was hashed. Takes as long when there is no hash.
    pub async fn verify(&self, password: Password, stored: Option<String>) -> Result<bool, Fault> {
        let nobody = Arc::clone(&self.nobody);
        self.run(move |blocks| match stored {
            Some(stored) => verify(password.bytes(), &stored, blocks),
            None => verify(password.bytes(), &nobody, blocks).map(|_never| false),
        })
        .await?
    }

    /// The hash that a typed password was found to belong to.
    pub async fn proves(
        &self,
        typed: Password,
        stored: Option<String>,
    ) -> Result<Option<String>, Fault> {
        let right = self.verify(typed, stored.clone()).await?;
        Ok(stored.filter(|_| right))
    }

    /// Why a password is easy to guess for who knows these words about its owner.
    pub async fn weakness(
        &self,
        password: Password,
        about: Vec<String>,
    ) -> Result<Option<String>, Fault> {
        self.run(move |_| strength::weakness(&password, &about)).await
    }

    /// Whether a hash was made with another cost than passwords are hashed with now.
    pub fn is_outdated(&self, stored: &str) -> bool {
        parse(stored).is_none_or(|(cost, ..)| cost != self.cost)
    }

    async fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let busy = || Fault::Unavailable(kinds::TOO_MANY, "too many sign-ins at once".to_owned());
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(busy());
        }
        let (reply, answer) = oneshot::channel();
        let waiting = Arc::clone(&self.waiting);
        let task: Task = Box::new(move |blocks| {
            let done = task(blocks);
            waiting.fetch_sub(1, Ordering::Relaxed);
            drop(reply.send(done));
        });
        self.queue.send(task).map_err(|_gone| Fault::Panicked)?;
        answer.await.map_err(|_gone| Fault::Panicked)
    }
}

/// How much a thread that hashes gives way (`nice`): beside it others get thirty times the processor,
/// so that reads hardly notice a flood of sign-ins (SAFETY E8), and a sign-in still ends when they
/// want all of it.
#[cfg(target_os = "linux")]
const GIVES_WAY: i32 = 15;

/// Lets other threads go first. On Linux priorities belong to threads (setpriority(2)); where that
/// is not so or not allowed, hashing goes on as any other work does.
fn gives_way() {
    #[cfg(target_os = "linux")]
    {
        let me = rustix::thread::gettid();
        if let Err(error) = rustix::process::setpriority_process(Some(me), GIVES_WAY) {
            tracing::debug!(%error, "hashing goes first");
        }
    }
}

fn work(tasks: &Mutex<mpsc::Receiver<Task>>) {
    gives_way();
    let mut blocks = Vec::new();
    loop {
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = next else { return };
        task(&mut blocks);
    }
}

/// A string in the form of a hash that no password matches; comparing with it takes as long.
fn hash_of_nothing(cost: Cost) -> Result<String, Fault> {
    let mut bytes = [0; 16 + OUT];
    getrandom::fill(&mut bytes).map_err(|error| Fault::corrupt(&error))?;
    let (salt, out) = bytes.split_at(16);
    Ok(written(cost, salt, out))
}

/// A PHC string.
fn written(cost: Cost, salt: &[u8], out: &[u8]) -> String {
    let Cost { memory_kib, passes } = cost;
    let (salt, out) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(out));
    format!("$argon2id$v=19$m={memory_kib},t={passes},p=1${salt}${out}")
}

fn derive(
    password: &[u8],
    salt: &[u8],
    cost: Cost,
    blocks: &mut Vec<Block>,
) -> Result<[u8; OUT], Fault> {
    let broken = |error: argon2::Error| Fault::corrupt(&error);
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(OUT)).map_err(broken)?;
    blocks.resize(params.block_count(), Block::default());
    let mut out = [0; OUT];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password, salt, &mut out, blocks)
        .map_err(broken)?;
    Ok(out)
}

fn hash(password: &[u8], cost: Cost, blocks: &mut Vec<Block>) -> Result<String, Fault> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| Fault::corrupt(&error))?;
    let out = derive(password, &salt, cost, blocks)?;
    Ok(written(cost, &salt, &out))
}

/// Compares in constant time, with the cost that the hash itself names.
fn verify(password: &[u8], stored: &str, blocks: &mut Vec<Block>) -> Result<bool, Fault> {
    let (cost, salt, known) = parse(stored).ok_or_else(|| Fault::corrupt(&"a password hash"))?;
    let out = derive(password, &salt, cost, blocks)?;
    Ok(bool::from(out.ct_eq(known.as_slice())))
}

fn parse(stored: &str) -> Option<(Cost, Vec<u8>, Vec<u8>)> {
    let rest = stored.strip_prefix("$argon2id$v=19$m=")?;
    let (memory, rest) = rest.split_once(",t=")?;
    let (passes, rest) = rest.split_once(",p=1$")?;
    let (salt, out) = rest.split_once('$')?;
    let cost = Cost { memory_kib: memory.parse().ok()?, passes: passes.parse().ok()? };
    Some((cost, STANDARD_NO_PAD.decode(salt).ok()?, STANDARD_NO_PAD.decode(out).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1 };

    fn password(text: &str) -> Password {
        Password::parse(text.to_owned()).unwrap()
    }

    #[actix_web::test]
    async fn a_password_is_its_own_and_nobody_elses() {
        let hasher = Hasher::start(CHEAP).unwrap();
        let stored = hasher.hash(password("three random words")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        let tries = [("three random words", true), ("three random word", false)];
        for (typed, right) in tries {
            let known = Some(stored.clone());
            assert_eq!(hasher.verify(password(typed), known).await.unwrap(), right);
        }
        assert!(!hasher.verify(password("three random words"), None).await.unwrap());
    }

    #[actix_web::test]
    async fn who_comes_after_too_many_is_told_to_come_back() {
        let hasher = Hasher::start(CHEAP).unwrap();
        let (open, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let held: Vec<_> = (0..QUEUE)
            .map(|_| {
                let (hasher, gate) = (hasher.clone(), Arc::clone(&gate));
                let wait = move |_: &mut Vec<Block>| gate.lock().unwrap().recv().unwrap();
                actix_web::rt::spawn(async move { hasher.run(wait).await })
            })
            .collect();
        while hasher.waiting.load(Ordering::Relaxed) < QUEUE {
            tokio::task::yield_now().await;
        }
        let refused = hasher.hash(password("three random words")).await;
        assert!(matches!(refused, Err(Fault::Unavailable(kind, _)) if kind == kinds::TOO_MANY));
        for _ in 0..QUEUE {
            open.send(()).unwrap();
        }
        for one in held {
            one.await.unwrap().unwrap();
        }
        hasher.hash(password("three random words")).await.unwrap();
    }

    #[cfg(target_os = "linux")]
    #[actix_web::test]
    async fn hashing_gives_way_to_other_work() {
        let hasher = Hasher::start(CHEAP).unwrap();
        let nice = |_: &mut Vec<Block>| {
            let me = rustix::thread::gettid();
            rustix::process::getpriority_process(Some(me)).unwrap()
        };
        assert_eq!(hasher.run(nice).await.unwrap(), GIVES_WAY);
        assert_eq!(rustix::process::getpriority_process(None).unwrap(), 0, "nobody else does");
    }

    #[test]
    fn the_usual_cost_is_what_owasp_asks() {
        let config = crate::app::Config::read("", |_| None).unwrap();
        let cost = Cost { memory_kib: config.password_memory_kib, passes: config.password_passes };
        assert_eq!(cost, Cost::OWASP);
        assert_eq!(cost, Cost { memory_kib: 19_456, passes: 2 });
    }
}
