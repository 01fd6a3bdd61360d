//! The DNS resolver: TXT lookups.

use std::time::Duration;

use futures_util::future::BoxFuture;
use hickory_resolver::{TokioResolver, proto::rr::RData};

/// How long one question may take, all tries together.
const PATIENCE: Duration = Duration::from_secs(5);

/// No name server answered: the record may be there or not.
#[derive(Debug, thiserror::Error)]
#[error("the names of the Internet cannot be asked: {0}")]
pub struct ResolverFault(pub String);

/// Looks up the TXT records of a name. A name without records, or one that does not exist, has none;
/// an unreachable resolver is a fault.
pub trait Resolver: Send + Sync {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, ResolverFault>>;
}

/// The resolvers of this machine (`/etc/resolv.conf`).
#[derive(Debug)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, ResolverFault>> {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, ask(name)).await {
                Ok(found) => found,
                Err(elapsed) => Err(ResolverFault(elapsed.to_string())),
            }
        })
    }
}

/// Asks anew each time, of a resolver that has no memory: who has just put a record there is not
/// told for an hour that it is missing.
async fn ask(name: &str) -> Result<Vec<String>, ResolverFault> {
    let told = |error: &dyn std::fmt::Display| ResolverFault(error.to_string());
    let mut builder = TokioResolver::builder_tokio().map_err(|error| told(&error))?;
    builder.options_mut().cache_size = 0;
    builder.options_mut().timeout = Duration::from_secs(2);
    let resolver = builder.build().map_err(|error| told(&error))?;
    // With its dot a name is whole: nothing is looked for in the operator's own domain.
    let found = match resolver.txt_lookup(format!("{name}.")).await {
        Ok(found) => found,
        Err(error) if error.is_no_records_found() => return Ok(Vec::new()),
        Err(error) => return Err(told(&error)),
    };
    let texts = found.answers().iter().filter_map(|record| {
        let RData::TXT(text) = &record.data else { return None };
        Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned())
    });
    Ok(texts.collect())
}
