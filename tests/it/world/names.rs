//! The names of the Internet, written by the story.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::future::BoxFuture;
use guildhall::app::{Resolver, ResolverFault};

#[derive(Default)]
pub struct WrittenNames {
    texts: Mutex<HashMap<String, Vec<String>>>,
    away: AtomicBool,
}

impl WrittenNames {
    /// Puts a TXT record beside a name.
    pub fn says(&self, name: &str, text: &str) {
        self.texts.lock().unwrap().entry(name.to_owned()).or_default().push(text.to_owned());
    }

    /// From now on nobody answers, or everybody again.
    pub fn are_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }
}

impl Resolver for WrittenNames {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, ResolverFault>> {
        Box::pin(async move {
            if self.away.load(Ordering::SeqCst) {
                return Err(ResolverFault("nobody is there".to_owned()));
            }
            Ok(self.texts.lock().unwrap().get(name).cloned().unwrap_or_default())
        })
    }
}
