//! The running application: its database, clock, keys and settings, and how work reaches them.

mod config;
mod key_files;
mod key_uses;
mod keys;
mod resolver;
mod seal;
mod token_keys;
mod tokens;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

pub use config::{Config, ConfigFaults, without_secrets};
pub use key_files::{KeysFault, Signer};
pub use key_uses::KeyUses;
pub use keys::Keys;
pub use resolver::{Resolver, ResolverFault, SystemResolver};
pub use seal::{Identity, Recipient, SealFault, SealKey};
pub use token_keys::{TokenKeys, Use as KeyUse, rotate as rotate_token_keys};
pub use tokens::{Proven, ProvenTokens};

use crate::{
    access::{Actor, Bearer},
    db::{self, Db, Fault, KeyCheck, Pool},
    http::Caller,
    kernel::{self, Clock},
};

/// Everything that an operation may lean on. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub pool: Pool,
    pub clock: Arc<dyn Clock>,
    pub config: Arc<Config>,
    pub keys: Arc<Keys>,
    pub proven_tokens: Arc<ProvenTokens>,
    pub key_uses: Arc<KeyUses>,
    /// Rung after each commit: the sequencer and the mail worker listen.
    pub committed: Arc<Notify>,
    /// Length and head of the audit log as this node last numbered it: what receipts name.
    log: Arc<Mutex<(i64, String)>>,
    /// The DNS resolver, for TXT records.
    pub resolver: Arc<dyn Resolver>,
    /// Places for what is kept after its request was answered.
    keeping: Arc<Semaphore>,
}

/// How much may be waiting to be kept after its request was answered: a flood of it then waits
/// itself, and takes no place from submissions.
const KEEPING: u16 = 64;

impl App {
    pub fn new(pool: Pool, clock: Arc<dyn Clock>, config: Config, keys: Keys) -> Self {
        let (config, keys) = (Arc::new(config), Arc::new(keys));
        kernel::sign_cursors(keys.tag("cursors"));
        let committed = Arc::new(Notify::new());
        let (proven_tokens, key_uses, log) = (Arc::default(), Arc::default(), Arc::default());
        let keeping = Arc::new(Semaphore::new(usize::from(KEEPING)));
        let resolver = Arc::new(SystemResolver);
        Self {
            pool,
            clock,
            config,
            keys,
            proven_tokens,
            key_uses,
            committed,
            log,
            resolver,
            keeping,
        }
    }

    /// A place to keep something after its request was answered; none once the server is gone.
    pub async fn keeping(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.keeping).acquire_owned().await.ok()
    }

    /// Waits until what answered requests left to keep is kept.
    pub async fn kept(&self) {
        drop(self.keeping.acquire_many(u32::from(KEEPING)).await);
    }

    /// The same application by another clock: for the demo, which tells of days gone by.
    #[must_use]
    pub fn by(&self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The same application that asks another resolver: for tests.
    #[must_use]
    pub fn asking(&self, resolver: Arc<dyn Resolver>) -> Self {
        Self { resolver, ..self.clone() }
    }

    pub fn saw_log(&self, size: i64, head: &str) {
        *self.log.lock().unwrap_or_else(PoisonError::into_inner) = (size, head.to_owned());
    }

    pub fn log_seen(&self) -> (i64, String) {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The actor behind a caller as they are now; the public when there is no credential.
    pub fn who(&self, db: &mut Db, caller: &Caller) -> Result<Actor, Fault> {
        match caller.credential {
            Some(Bearer::Session(credential)) => db::actor(db, credential, caller.asked.at),
            Some(Bearer::Key(hash)) => {
                let idle = self.config.account_idle;
                let (from, need) = (caller.asked.from, caller.asked.operation.need());
                let check = KeyCheck { hash, from, need, idle };
                let actor = db::actor_of_key(db, &check, caller.asked.at)?;
                if let Some(key) = actor.key {
                    self.key_uses.note(key, caller.asked.at);
                }
                Ok(actor)
            }
            None => Ok(Actor::anybody()),
        }
    }
}
