//! Refusals as values (RFC 9457 in spirit, no HTTP in fact): a stable kind and a sentence.

use std::fmt;

use super::FieldFault;

/// A kind of refusal. Its slug is a promise to clients and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub slug: &'static str,
    pub status: u16,
    pub title: &'static str,
    /// What the reader of `/docs/problems/{slug}` is told to do.
    pub advice: &'static str,
}

/// Says no: a kind, a sentence for the person, the faults of a body, and members for the program.
#[derive(Debug, Clone)]
pub struct Problem {
    pub kind: Kind,
    pub detail: String,
    pub errors: Vec<FieldFault>,
    pub members: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), members: serde_json::Map::new() }
    }

    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<serde_json::Value>) -> Self {
        self.members.insert(member.to_owned(), value.into());
        self
    }
}

/// An operation's own error enum. `Display` is the sentence; `kind` is a total match.
pub trait Refuse: fmt::Display {
    fn kind(&self) -> Kind;

    /// Several things that stand in the way, each with its place.
    fn errors(&self) -> Vec<FieldFault> {
        Vec::new()
    }

    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        serde_json::Map::new()
    }
}

impl<R: Refuse> From<R> for Problem {
    fn from(refusal: R) -> Self {
        Self {
            kind: refusal.kind(),
            detail: refusal.to_string(),
            errors: refusal.errors(),
            members: refusal.members(),
        }
    }
}

/// Every kind of refusal there is, in one table: `/docs/problems` is printed from it.
pub mod kinds {
    use super::Kind;

    macro_rules! kinds {
        ($($name:ident = $status:literal $slug:literal, $title:literal, $advice:literal;)*) => {
            $(pub const $name: Kind = Kind { slug: $slug, status: $status, title: $title, advice: $advice };)*
            pub const ALL: &[Kind] = &[$($name),*];
        };
    }

    kinds! {
        UNPARSABLE = 400 "unparsable", "The request cannot be read", "Send well-formed JSON, at most 32 levels deep, without duplicate keys.";
        BAD_PARAMETER = 400 "bad-parameter", "A parameter is wrong", "Use the parameters that the API description lists, each once. Start a list again without a cursor if the cursor is refused.";
        KEY_MISSING = 400 "idempotency-key-missing", "An Idempotency-Key is needed", "Send an Idempotency-Key header (any text of 1 to 100 visible characters, new for each act, the same when you retry), so that a retry cannot act twice.";
        UNAUTHENTICATED = 401 "unauthenticated", "Sign in first", "Get an access token from POST /v1/sessions and send it as Authorization: Bearer.";
        FORBIDDEN = 403 "forbidden", "Not allowed", "The detail says which role or condition is missing; ask an owner of your organisation.";
        NOT_FOUND = 404 "not-found", "Not found", "Either nothing is there, or it is not yours to know of. Check the id and the organisation that you act for.";
        METHOD = 405 "method-not-allowed", "This method is not served here", "See the Allow header.";
        NOT_ACCEPTABLE = 406 "not-acceptable", "No such representation", "Accept application/json.";
        SLOW = 408 "request-timeout", "The request came too slowly", "Send the body at 1 KB a second or faster, in at most 60 seconds.";
        WRONG_STATE = 409 "wrong-state", "Not in this state", "Read the thing again: the detail names its state and what was asked.";
        DEADLINE_PASSED = 409 "deadline-passed", "Too late", "The answer gives both instants. Only a new deadline for everybody can let a bid in.";
        TOO_EARLY = 409 "too-early", "Too early", "The answer says from when it can be done.";
        FOUR_EYES = 403 "four-eyes", "Another person must do this", "Who proposed, wrote or approved first cannot be the second pair of eyes.";
        SECOND_FACTOR = 403 "second-factor-needed", "A second factor is needed", "Set one up with POST /v1/me/totp or POST /v1/me/passkeys; where you have one, sign in again and send it along.";
        UNCONFIRMED = 403 "place-unconfirmed", "Your place was not confirmed", "Once a year an owner of a public body confirms its members: POST /v1/organisations/{id}/members/confirmation.";
        STEP_UP = 403 "step-up-needed", "Prove again that it is you", "Send a code, a passkey or, where you have no second factor, your password to POST /v1/me/step-up, then send this again within five minutes.";
        WRONG_PROOF = 403 "wrong-proof", "This proves nothing", "Codes of an authenticator app are good once and for about a minute; recovery codes are good once; a challenge is answered once, within five minutes.";
        TERMS = 409 "terms-not-accepted", "The terms have to be accepted first", "Read GET /v1/terms/current, accept them with POST /v1/organisations/{id}/terms-acceptances, and send this again.";
        NOT_ELIGIBLE = 409 "not-eligible", "Not eligible", "Each entry of errors is a condition of the lot that is not met; reasons has them for programs. Suppliers see all conditions with GET /v1/lots/{id}/eligibility and tell what is missing in their profile; a chair gives a note on the bid in eligibility_notes.";
        PPON_MISSING = 409 "ppon-missing", "A supplier has no PPON yet", "Each entry of errors names a supplier that Find a Tender does not know. It registers there and adds its GB-PPON identifier with POST /v1/organisations/{id}/identifiers; then send this again.";
        NO_ROOM = 409 "no-room", "There is no room for it", "The detail says what takes it up: withdraw something first.";
        TAKEN = 409 "taken", "Already there", "What must be unique exists already.";
        STALE = 412 "stale", "Changed since you read it", "Read it again, apply your change to what is there now, and send the new ETag in If-Match.";
        TOO_LARGE = 413 "too-large", "The body is too large", "See the limit in the detail.";
        MEDIA_TYPE = 415 "unsupported-media-type", "This content is not understood", "Send application/json (application/merge-patch+json with PATCH), without Content-Encoding.";
        INVALID = 422 "invalid", "Understood, but not valid", "Each entry of errors names a place by JSON Pointer and says what to put right there.";
        TOKEN_SPENT = 422 "token-spent", "This link or token is of no use any more", "Links work once and for a short time. Ask for a new one.";
        KEY_REUSED = 422 "idempotency-key-reused", "This key was used for another request", "Use a new Idempotency-Key for a new request.";
        IF_MATCH_MISSING = 428 "if-match-missing", "If-Match is needed", "Read the thing, and send its ETag in If-Match, so that you do not overwrite what you have not seen.";
        TOO_MANY = 429 "too-many-requests", "Too many requests", "Wait for as long as Retry-After says.";
        HEADERS_TOO_LARGE = 431 "headers-too-large", "The headers are too large", "Send fewer or shorter headers.";
        INTERNAL = 500 "internal", "Something broke on our side", "It is logged under the request id in instance. Nothing was changed. Try again; if it stays, tell us the id.";
        DAMAGED = 500 "document-damaged", "The document is damaged", "What is stored is not what was handed in, by its SHA-256, and is not shown. It is in the log; tell the operator, who has backups.";
        BUSY = 503 "busy", "Too busy just now", "Nothing was changed. Try again after Retry-After, with the same Idempotency-Key.";
        DATABASE_AWAY = 503 "database-away", "The database is away", "Nothing was acknowledged. Try again after Retry-After, with the same Idempotency-Key.";
        OUTCOME_UNKNOWN = 503 "outcome-unknown", "We cannot tell whether it was done", "The connection to the database broke at the last moment. Send the same request with the same Idempotency-Key: the answer will be the truth.";
        NAMES_AWAY = 503 "names-away", "The names of the Internet cannot be asked", "Nothing was changed. Try again after Retry-After, or prove the domain by a letter.";
        PROVIDER_AWAY = 503 "provider-away", "The identity provider cannot be asked", "Nothing was changed. Try again after Retry-After; if it stays, tell the owners of your organisation.";
        STORAGE_FULL = 503 "storage-full", "The disk is full", "Nothing was changed; reading still works. The operator has to make room.";
    }
}
