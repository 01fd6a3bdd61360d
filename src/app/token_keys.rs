//! The keys that sign access tokens, and their rotation without signing anybody out (SAFETY E3).
//!
//! `tokens.pem` is the first; a newer one is `tokens-<seconds>.pem`, by the instant when it was
//! made. All nodes share the folder and look into it every few seconds, so that a key is known
//! everywhere before anything is signed with it, and one that is taken away is known nowhere.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use zeroize::Zeroizing;

use super::key_files::{self, KeysFault, Signer};
use crate::kernel::{Instant, Period};

/// From when a key is made until something is signed with it: longer than [`LOOK`].
const LEAD: i64 = 60;
/// How long what was read of the folder counts.
const LOOK: i64 = 10;
/// How much longer than a token lives its key is good, for clocks that differ.
const GRACE: i64 = 60;

/// One key, and since when it is there, in seconds; the first has always been.
#[derive(Clone)]
struct Aged {
    signer: Arc<Signer>,
    made: i64,
}

struct Known {
    /// Oldest first; never empty.
    keys: Vec<Aged>,
    looked_at: i64,
}

/// What a key is good for at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Shown already; signs in a minute.
    Coming,
    Signing,
    /// What it signed is good until it runs out.
    Leaving,
    Retired,
}

/// The keys that sign access tokens.
pub struct TokenKeys {
    dir: PathBuf,
    known: RwLock<Known>,
}

impl TokenKeys {
    /// Reads the keys in `dir`, making the first where there is none.
    pub(super) fn open(dir: &Path) -> Result<Self, KeysFault> {
        let known = RwLock::new(Known { keys: read(dir)?, looked_at: i64::MIN });
        Ok(Self { dir: dir.to_owned(), known })
    }

    /// The secret halves of all that are there.
    pub(super) fn secrets(&self) -> Vec<Zeroizing<[u8; 32]>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.keys.iter().map(|key| key.signer.secret()).collect()
    }

    /// The keys and what each is good for now, oldest first. `life` is that of an access token.
    pub fn all(&self, now: Instant, life: Period) -> Vec<(Arc<Signer>, Use)> {
        self.look(now.seconds());
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        uses(&known.keys, now.seconds(), life.as_seconds())
    }

    /// The key that signs now.
    pub fn signing(&self, now: Instant, life: Period) -> Option<Arc<Signer>> {
        let all = self.all(now, life);
        all.into_iter().find(|(_, used)| *used == Use::Signing).map(|(signer, _)| signer)
    }

    /// A key by its id, unless what it signed has run out by now.
    pub fn good(&self, id: &str, now: Instant, life: Period) -> Option<Arc<Signer>> {
        let all = self.all(now, life);
        let good = |(signer, used): &(Arc<Signer>, Use)| signer.id() == id && *used != Use::Retired;
        all.into_iter().find(good).map(|(signer, _)| signer)
    }

    /// Reads the folder again when that was long ago, or when the clock has been put back. When it
    /// cannot be read, what is known stays known.
    fn look(&self, now: i64) {
        let is_fresh =
            |known: &Known| (known.looked_at..known.looked_at.saturating_add(LOOK)).contains(&now);
        if is_fresh(&self.known.read().unwrap_or_else(PoisonError::into_inner)) {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if is_fresh(&known) {
            return;
        }
        known.looked_at = now;
        match read(&self.dir) {
            Ok(keys) => known.keys = keys,
            Err(fault) => tracing::error!(%fault, "the keys of access tokens were not read again"),
        }
    }
}

fn uses(keys: &[Aged], now: i64, life: i64) -> Vec<(Arc<Signer>, Use)> {
    let signs = |key: &&Aged| key.made.saturating_add(LEAD) <= now;
    let newest = keys.iter().rposition(|key| signs(&key)).unwrap_or(0);
    let used = |n: usize| {
        let next_signed = keys.get(n + 1).map_or(now, |next| next.made.saturating_add(LEAD));
        match n.cmp(&newest) {
            std::cmp::Ordering::Greater => Use::Coming,
            std::cmp::Ordering::Equal => Use::Signing,
            std::cmp::Ordering::Less if next_signed + life + GRACE < now => Use::Retired,
            std::cmp::Ordering::Less => Use::Leaving,
        }
    };
    keys.iter().enumerate().map(|(n, key)| (Arc::clone(&key.signer), used(n))).collect()
}

/// The instant in the name of a key file: `tokens-1790000000.pem`; the first is as old as time.
fn made(name: &str) -> Option<i64> {
    match name.strip_prefix("tokens")?.strip_suffix(".pem")? {
        "" => Some(0),
        rest => rest.strip_prefix('-')?.parse().ok(),
    }
}

fn files(dir: &Path) -> Result<Vec<(i64, PathBuf)>, KeysFault> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(|error| key_files::fault(dir, error))? {
        let path = entry.map_err(|error| key_files::fault(dir, error))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(made) = name.and_then(made) {
            found.push((made, path));
        }
    }
    found.sort();
    Ok(found)
}

/// Reads what is there. Only where there is no key at all is one made: a file that another node
/// has just taken away must not come back with another key in it.
fn read(dir: &Path) -> Result<Vec<Aged>, KeysFault> {
    let found = files(dir)?;
    if found.is_empty() {
        let first = key_files::signer(&dir.join("tokens.pem"))?;
        return Ok(vec![Aged { signer: Arc::new(first), made: 0 }]);
    }
    let load = |(made, path): &(i64, PathBuf)| {
        Ok(Aged { signer: Arc::new(key_files::signer_that_is_there(path)?), made: *made })
    };
    found.iter().map(load).collect()
}

/// Makes a new key in `dir` and takes away those that have retired; the id of the new one.
///
/// `at_once` is for a key that somebody may have copied: the new one signs immediately, and every
/// other is taken away, so that all access tokens of before end within ten seconds. Nobody is
/// signed out: refresh tokens get new ones.
pub fn rotate(dir: &Path, now: Instant, life: Period, at_once: bool) -> Result<String, KeysFault> {
    let now = now.seconds();
    let before = files(dir)?;
    let made = if at_once { now - LEAD } else { now };
    let newest = before.last().map_or(0, |(made, _)| *made);
    let made = made.max(newest + 1);
    let signer = key_files::signer(&dir.join(format!("tokens-{made}.pem")))?;
    let keys = read(dir)?;
    let uses = uses(&keys, now, life.as_seconds());
    for (_, path) in before
        .iter()
        .zip(&uses)
        .filter_map(|(file, (_, used))| (at_once || *used == Use::Retired).then_some(file))
    {
        fs::remove_file(path).map_err(|error| key_files::fault(path, error))?;
    }
    Ok(signer.id().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Period = Period::minutes(10);

    fn at(second: i64) -> Instant {
        Instant::from_micros(second * 1_000_000)
    }

    fn uses_at(keys: &TokenKeys, second: i64) -> Vec<Use> {
        keys.all(at(second), LIFE).into_iter().map(|(_, used)| used).collect()
    }

    /// SAFETY E3: a key is known before it signs, and good until what it signed has run out.
    #[test]
    fn keys_overlap_and_then_retire() {
        let dir = tempfile::tempdir().unwrap();
        let keys = TokenKeys::open(dir.path()).unwrap();
        let first = keys.signing(at(10_000), LIFE).unwrap();
        let next = rotate(dir.path(), at(10_001), LIFE, false).unwrap();
        assert_eq!(uses_at(&keys, 10_005), [Use::Signing], "not looked again yet");
        assert_eq!(uses_at(&keys, 10_010), [Use::Signing, Use::Coming]);
        assert_eq!(keys.signing(at(10_060), LIFE).unwrap().id(), first.id());
        assert_eq!(keys.signing(at(10_061), LIFE).unwrap().id(), next);
        assert_eq!(uses_at(&keys, 10_061), [Use::Leaving, Use::Signing]);
        assert!(keys.good(first.id(), at(10_061 + 660), LIFE).is_some());
        assert!(keys.good(first.id(), at(10_061 + 661), LIFE).is_none());
        let last = rotate(dir.path(), at(20_000), LIFE, false).unwrap();
        assert_eq!(uses_at(&keys, 20_100), [Use::Leaving, Use::Signing], "the retired one is gone");
        assert_eq!(keys.signing(at(20_100), LIFE).unwrap().id(), last);
    }

    #[test]
    fn a_key_that_was_copied_is_gone_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let keys = TokenKeys::open(dir.path()).unwrap();
        let first = keys.signing(at(10_000), LIFE).unwrap();
        let next = rotate(dir.path(), at(10_001), LIFE, true).unwrap();
        assert!(keys.good(first.id(), at(10_010), LIFE).is_none());
        assert_eq!(keys.signing(at(10_010), LIFE).unwrap().id(), next);
        let again = rotate(dir.path(), at(10_001), LIFE, true).unwrap();
        assert_ne!(again, next);
        assert_eq!(uses_at(&keys, 10_100), [Use::Signing]);
    }

    /// A node that lists the folder while another takes a key away must not bring it back.
    #[test]
    fn a_key_that_was_taken_away_does_not_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let first = TokenKeys::open(dir.path()).unwrap().signing(at(10_000), LIFE).unwrap();
        rotate(dir.path(), at(10_001), LIFE, false).unwrap();
        let gone = dir.path().join("tokens.pem");
        fs::remove_file(&gone).unwrap();
        assert!(key_files::signer_that_is_there(&gone).is_err());
        let keys = TokenKeys::open(dir.path()).unwrap();
        assert!(!gone.exists());
        assert!(keys.good(first.id(), at(10_010), LIFE).is_none());
    }
}
