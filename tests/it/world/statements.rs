//! How many statements a database was asked, by its address: diesel tells.

use std::{
    collections::BTreeMap,
    sync::{Mutex, Once},
};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

static READS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// One connection, as it was asked for.
struct Counting(String);

impl Instrumentation for Counting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartEstablishConnection { url, .. } = event {
            url.clone_into(&mut self.0);
        } else if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string().to_ascii_lowercase();
            if ["select", "with"].iter().any(|word| text.starts_with(word)) {
                *READS.lock().unwrap().entry(self.0.clone()).or_default() += 1;
            }
        }
    }
}

/// Counts on every connection that is opened from now on.
pub fn count() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_default_instrumentation(|| Some(Box::new(Counting(String::new())))).unwrap();
    });
}

/// How many reading statements the database at an address was asked so far.
pub fn reads(url: &str) -> usize {
    READS.lock().unwrap().get(url).copied().unwrap_or_default()
}
