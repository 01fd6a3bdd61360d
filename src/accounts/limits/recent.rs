//! Values by key within bounded memory: the keys that were asked for last.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::{BuildHasher as _, Hash},
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use governor::{nanos::Nanos, state::StateStore};

/// Each part has its own lock, so that threads seldom wait for one another.
const PARTS: usize = 64;

/// Values by key. It never holds more than it was made for: when the younger half of a part is
/// full, the older half is forgotten at once, without looking at its keys. A key that goes on being
/// asked for stays in the younger half. No work here is ever longer than a hash lookup.
#[derive(Debug)]
pub struct Recent<K, V> {
    parts: Vec<Mutex<Halves<K, V>>>,
    hasher: RandomState,
    /// Keys in one half of one part, at most.
    half: usize,
}

#[derive(Debug)]
struct Halves<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash + Copy, V: Copy> Recent<K, V> {
    /// Room for `most` keys.
    pub fn holding(most: usize) -> Self {
        let empty = || Mutex::new(Halves { young: HashMap::new(), old: HashMap::new() });
        Self {
            parts: (0..PARTS).map(|_| empty()).collect(),
            hasher: RandomState::new(),
            half: (most / PARTS / 2).max(1),
        }
    }

    /// The part of a key; there is always one.
    fn part(&self, key: &K) -> Option<MutexGuard<'_, Halves<K, V>>> {
        let place = self.hasher.hash_one(key) % u64::try_from(PARTS).unwrap_or(1);
        let part = self.parts.get(usize::try_from(place).unwrap_or(0))?;
        Some(part.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads and writes the value of a key under one lock; `None` removes it.
    pub fn change<T>(
        &self,
        key: &K,
        change: impl FnOnce(Option<V>) -> (Option<V>, T),
    ) -> Option<T> {
        let mut part = self.part(key)?;
        let had = part.young.get(key).or_else(|| part.old.get(key)).copied();
        let (value, told) = change(had);
        match value {
            Some(value) => part.put(*key, value, self.half),
            None => part.remove(key),
        }
        Some(told)
    }

    /// How many keys are held.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        let held = |part: &Mutex<Halves<K, V>>| {
            let part = part.lock().unwrap_or_else(PoisonError::into_inner);
            part.young.len() + part.old.len()
        };
        self.parts.iter().map(held).sum()
    }
}

impl<K: Eq + Hash + Copy, V: Copy> Halves<K, V> {
    fn put(&mut self, key: K, value: V, half: usize) {
        if self.young.len() >= half && !self.young.contains_key(&key) {
            mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young.insert(key, value);
    }

    fn remove(&mut self, key: &K) {
        self.young.remove(key);
        self.old.remove(key);
    }
}

/// The state that a rate limiter keeps for each key.
impl<K: Eq + Hash + Copy> StateStore for Recent<K, Nanos> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let told = self.change(key, |had| match measure(had) {
            Ok((value, next)) => (Some(next), Ok(value)),
            Err(refused) => (had, Err(refused)),
        });
        told.unwrap_or_else(|| measure(None).map(|(value, _)| value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_held_than_there_is_room_for_and_the_newest_stay() {
        let recent = Recent::<u32, u32>::holding(6_400);
        let put = |key, value| recent.change(&key, |had| (Some(value), had)).flatten();
        for key in 0..1_000_000 {
            assert_eq!(put(key, key), None);
            // An entry that is asked for all the time is never forgotten.
            assert!(put(u32::MAX, 7) == Some(7) || key == 0);
        }
        assert!(recent.len() <= 6_400, "{}", recent.len());
        let take = |key| recent.change(&key, |had| (None, had)).flatten();
        assert_eq!((take(999_999), take(999_999)), (Some(999_999), None));
    }
}
