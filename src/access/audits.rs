//! What an auditor may read, and what they have read.

use std::sync::{Arc, Mutex, PoisonError};

use super::ids::Organisation;
use crate::kernel::Id;

/// Marker for ids of grants; the record lives in `organisations`.
#[derive(Debug)]
pub struct Grant;

/// A resource that a grant has opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    pub grant: Id<Grant>,
    pub body: Id<Organisation>,
    pub rule: &'static str,
}

/// The bodies that grants open to an auditor at this moment, and what they have opened during this
/// request: [`Guarded::open`](super::Guarded::open) notes it, the door to reads (`audit`) writes it
/// down before the answer leaves.
#[derive(Debug, Clone, Default)]
pub struct Audits {
    bodies: Vec<(Id<Organisation>, Id<Grant>)>,
    opened: Arc<Mutex<Vec<Opened>>>,
}

impl Audits {
    pub fn of(bodies: Vec<(Id<Organisation>, Id<Grant>)>) -> Self {
        Self { bodies, opened: Arc::default() }
    }

    pub fn covers(&self, body: Id<Organisation>) -> bool {
        self.bodies.iter().any(|(known, _)| *known == body)
    }

    /// Each body once.
    pub fn bodies(&self) -> Vec<Id<Organisation>> {
        let mut all: Vec<_> = self.bodies.iter().map(|(body, _)| *body).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn note(&self, rule: &'static str, body: Id<Organisation>) {
        let grant = self.bodies.iter().find(|(known, _)| *known == body);
        if let Some((_, grant)) = grant {
            let opened = Opened { grant: *grant, body, rule };
            let mut all = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            if !all.contains(&opened) {
                all.push(opened);
            }
        }
    }

    /// The resources that were opened so far.
    pub fn opened(&self) -> Vec<Opened> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
