//! A stub of the DNS resolver, with the records that a story adds.

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
pub struct StubResolver {
    texts: Mutex<HashMap<String, Vec<String>>>,
    unreachable: AtomicBool,
}

impl StubResolver {
    /// Adds a TXT record to a name.
    pub fn add_txt(&self, name: &str, text: &str) {
        self.texts.lock().unwrap().entry(name.to_owned()).or_default().push(text.to_owned());
    }

    /// From now on the resolver does not answer, or answers again.
    pub fn set_unreachable(&self, unreachable: bool) {
        self.unreachable.store(unreachable, Ordering::SeqCst);
    }
}

impl Resolver for StubResolver {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, ResolverFault>> {
        Box::pin(async move {
            if self.unreachable.load(Ordering::SeqCst) {
                return Err(ResolverFault("the resolver did not answer".to_owned()));
            }
            Ok(self.texts.lock().unwrap().get(name).cloned().unwrap_or_default())
        })
    }
}
