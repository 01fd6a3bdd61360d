//! The outermost layer: takes a request in whole, within limits, and notes when its last byte came.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use actix_web::{
    Error, HttpMessage as _, ResponseError as _,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap},
    middleware::Next,
    web::{Bytes, BytesMut, Data},
};
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{BodyBound, Intake, Refusal, operation_of};
use crate::{
    access::User,
    kernel::{Clock, Id, Problem, kinds},
};

/// How large a file may be.
pub const UPLOAD: usize = 5 << 20;

/// Left in the extensions of a request that brings a good access token, before its body is taken in.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn(pub Id<User>);

/// Places for files that come in: each is kept in memory until it has been answered.
#[derive(Debug, Clone)]
pub struct Uploads {
    places: Arc<Semaphore>,
    people: Arc<Mutex<HashMap<Id<User>, usize>>>,
}

/// How many files a node takes in together, and how many of one person.
const AT_ONCE: usize = 16;
const EACH: usize = 2;

impl Default for Uploads {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), people: Arc::default() }
    }
}

/// A file on its way in.
#[derive(Debug)]
struct Uploading {
    person: Id<User>,
    of: Uploads,
    _place: OwnedSemaphorePermit,
}

impl Uploads {
    fn begin(&self, person: Id<User>) -> Result<Uploading, Problem> {
        let busy = |why: &str| Problem::new(kinds::BUSY, why);
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_full| busy("too many files at once"))?;
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = people.entry(person).or_default();
        if *mine >= EACH {
            return Err(busy("you are sending two files already: send one after the other"));
        }
        *mine += 1;
        Ok(Uploading { person, of: self.clone(), _place: place })
    }
}

impl Drop for Uploading {
    fn drop(&mut self) {
        let mut people = self.of.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mine) = people.get_mut(&self.person) {
            *mine -= 1;
            if *mine == 0 {
                people.remove(&self.person);
            }
        }
    }
}

/// How much a body may hold and how long it may take (SAFETY I2, I4, I5).
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub usual: usize,
    /// The submission of a bid: so small that it arrives in milliseconds on any line.
    pub submission: usize,
    /// What people write at length: opportunities, bids, marks, profiles.
    pub writing: usize,
    /// A file, from somebody who has signed in: nobody else's is kept in memory.
    pub upload: usize,
    pub patience: Duration,
    /// In each window of this length `floor` bytes at least have to come.
    pub window: Duration,
    pub floor: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            usual: 64 * 1024,
            submission: 16 * 1024,
            writing: 1024 * 1024,
            upload: UPLOAD,
            patience: Duration::from_mins(1),
            window: Duration::from_secs(10),
            floor: 10 * 1024,
        }
    }
}

impl Limits {
    const fn of(self, bound: BodyBound, signed_in: bool) -> usize {
        match bound {
            BodyBound::Submission => self.submission,
            BodyBound::Writing => self.writing,
            BodyBound::File if signed_in => self.upload,
            BodyBound::Usual | BodyBound::File => self.usual,
        }
    }
}

/// Takes the request in and leaves an [`Intake`] in its extensions.
pub async fn take_in(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let uploading = match upload(&request) {
        Ok(uploading) => uploading,
        Err(problem) => {
            discard(request.take_payload()).await;
            return Ok(request.into_response(Refusal::from(problem).error_response()));
        }
    };
    let answer = match intake(&mut request).await {
        Ok(intake) => {
            request.extensions_mut().insert(intake);
            next.call(request).await.map(ServiceResponse::map_into_boxed_body)
        }
        Err(problem) => Ok(request.into_response(Refusal::from(problem).error_response())),
    };
    drop(uploading);
    answer
}

/// A place for a file, where one comes.
fn upload(request: &ServiceRequest) -> Result<Option<Uploading>, Problem> {
    let person = request.extensions().get::<SignedIn>().copied();
    let places = request.app_data::<Data<Uploads>>();
    match (person, places) {
        (Some(SignedIn(person)), Some(places))
            if operation_of(request.request()).bound == BodyBound::File =>
        {
            places.begin(person).map(Some)
        }
        _ => Ok(None),
    }
}

async fn intake(request: &mut ServiceRequest) -> Result<Intake, Problem> {
    let limits = request.app_data::<Data<Limits>>().map_or_else(Limits::default, |l| ***l);
    let encoded = request.headers().contains_key(header::CONTENT_ENCODING);
    let signed_in = request.extensions().get::<SignedIn>().is_some();
    let most =
        if encoded { 0 } else { limits.of(operation_of(request.request()).bound, signed_in) };
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|v| v.to_str().ok()?.parse::<usize>().ok()).unwrap_or(0);
    let payload = request.take_payload();
    let read = read(payload, Size { most, declared }, limits).await;
    if encoded {
        let detail = "send the body as it is, without Content-Encoding";
        return Err(Problem::new(kinds::MEDIA_TYPE, detail));
    }
    let bytes = read?;
    let clock = request.app_data::<Data<Arc<dyn Clock>>>().map(|clock| Arc::clone(clock));
    let clock = clock.ok_or_else(|| Problem::new(kinds::INTERNAL, kinds::INTERNAL.advice))?;
    let id = request.extensions().get::<RequestId>().cloned();
    let id = id.unwrap_or_else(|| RequestId::of(request.headers()));
    Ok(Intake {
        request_id: id.as_str().to_owned(),
        received_at: clock.now(),
        fingerprint: hex::encode(Sha256::digest(&bytes)),
        bytes,
    })
}

/// How much of a body that is too large is read and thrown away: a client that is still sending
/// when the connection is closed never sees why.
const DISCARDED: usize = 32 << 20;

/// How long the next piece of such a body is waited for.
const LINGER: Duration = Duration::from_millis(500);

/// Reads what a usual body holds and throws it away, for half a second at most: so that whoever is
/// refused unread sees why.
pub async fn discard(mut payload: Payload) {
    let read = async {
        let mut came = 0;
        while let Some(Ok(chunk)) = payload.next().await {
            came += chunk.len();
            if came > Limits::default().usual {
                break;
            }
        }
    };
    drop(tokio::time::timeout(LINGER, read).await);
}

/// The bytes that a body may have, and those that it is said to have.
#[derive(Clone, Copy)]
struct Size {
    most: usize,
    declared: usize,
}

/// Takes a body in. The framework itself waits for ever for the next byte (SAFETY finding 7).
async fn read(
    mut payload: Payload,
    Size { most, declared }: Size,
    limits: Limits,
) -> Result<Bytes, Problem> {
    let slow = || Problem::new(kinds::SLOW, kinds::SLOW.advice);
    let too_large =
        || Problem::new(kinds::TOO_LARGE, format!("the body may have at most {most} bytes"));
    let (mut body, mut came) = (BytesMut::new(), 0_usize);
    let began = tokio::time::Instant::now();
    let (mut window_ends, mut had) = (began + limits.window, 0);
    loop {
        let refused = came.max(declared) > most;
        let ends = window_ends.min(began + limits.patience);
        let ends = if refused { tokio::time::Instant::now() + LINGER } else { ends };
        let Ok(next) = tokio::time::timeout_at(ends, payload.next()).await else {
            if refused {
                return Err(too_large());
            }
            if came - had < limits.floor || ends >= began + limits.patience {
                return Err(slow());
            }
            (window_ends, had) = (ends + limits.window, came);
            continue;
        };
        let Some(chunk) = next else {
            return if refused { Err(too_large()) } else { Ok(body.freeze()) };
        };
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(_) if refused => return Err(too_large()),
            Err(error) => {
                let detail = format!("the body was cut off: {error}");
                return Err(Problem::new(kinds::UNPARSABLE, detail));
            }
        };
        came = came.saturating_add(chunk.len());
        if came > DISCARDED {
            return Err(too_large());
        }
        if came > most {
            body.clear();
        } else {
            body.extend_from_slice(&chunk);
        }
    }
}

/// The id of a request, in logs, events and answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The caller's own `X-Request-Id` when it is short and plain, else a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers.get("x-request-id").and_then(|v| v.to_str().ok());
        let plain = |id: &&str| {
            (8..=64).contains(&id.len())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        Self(given.filter(plain).map_or_else(|| Id::<Self>::new().to_string(), str::to_owned))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_sends_two_files_at_once_and_a_node_takes_sixteen() {
        let (uploads, ada) = (Uploads::default(), Id::new());
        let first = uploads.begin(ada).unwrap();
        let second = uploads.begin(ada).unwrap();
        assert!(uploads.begin(ada).is_err());
        let others: Vec<_> = (2..AT_ONCE).map(|_| uploads.begin(Id::new()).unwrap()).collect();
        assert!(uploads.begin(Id::new()).is_err());
        drop((first, others));
        let again = uploads.begin(ada).unwrap();
        assert!(uploads.begin(ada).is_err());
        drop((second, again));
        assert!(uploads.people.lock().unwrap().is_empty());
        assert_eq!(uploads.places.available_permits(), AT_ONCE);
    }
}
