//! Refusals as values (RFC 9457 in spirit, no HTTP in fact): a stable kind and a sentence.

use std::fmt;

use super::field_fault::FieldFault;

/// A kind of refusal. Its slug is a promise to clients and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub slug: &'static str,
    pub status: u16,
    pub title: &'static str,
    /// The advice on the page `/docs/problems/{slug}`.
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
        UNAUTHENTICATED = 401 "unauthenticated", "Sign in first", "Sign in, and send the access token as Authorization: Bearer.";
        FORBIDDEN = 403 "forbidden", "Not allowed", "The detail names the missing role or condition. Owners of an organisation give roles to its members.";
        NOT_FOUND = 404 "not-found", "Not found", "The id does not exist, or you may not see it. Check the id and the organisation that you act for.";
        METHOD = 405 "method-not-allowed", "Method not allowed", "The Allow header lists the methods of this address.";
        NOT_ACCEPTABLE = 406 "not-acceptable", "Not acceptable", "Send Accept: application/json.";
        SLOW = 408 "request-timeout", "The request came too slowly", "Send the body at 1 KB a second or faster, in at most 60 seconds.";
        WRONG_STATE = 409 "wrong-state", "Not possible in this state", "Read the resource again: the detail names its state and the refused action.";
        DEADLINE_PASSED = 409 "deadline-passed", "Too late", "The problem gives the time of arrival and the deadline. Late bids are accepted only if the deadline is extended for all suppliers.";
        TOO_EARLY = 409 "too-early", "Too early", "The problem says when this becomes possible.";
        FOUR_EYES = 403 "four-eyes", "Another person must do this", "A person who wrote, proposed or approved first cannot give the second approval.";
        SECOND_FACTOR = 403 "second-factor-needed", "A second factor is needed", "Set up an authenticator app or a passkey. If you have one, sign in again with it.";
        UNCONFIRMED = 403 "place-unconfirmed", "Your membership was not confirmed", "An owner of a public body confirms its members once a year. Your roles return when an owner confirms your membership.";
        STEP_UP = 403 "step-up-needed", "Authentication must be recent", "Step up the session with a code, a passkey or, without a second factor, your password; then repeat the request within five minutes.";
        WRONG_PROOF = 403 "wrong-proof", "The proof is not accepted", "A code from an authenticator app works once and for about a minute, a recovery code works once, and a passkey challenge is answered once, within five minutes. Try again with a new code or challenge.";
        TERMS = 409 "terms-not-accepted", "The terms have to be accepted first", "An owner or a bidder of the organisation reads and accepts the current terms. Then repeat the request.";
        NOT_ELIGIBLE = 409 "not-eligible", "Not eligible", "Each entry of errors is a condition of the lot that is not met; reasons has the same for programs. A supplier reads all conditions in the eligibility of the lot and completes its profile; the chair of a panel adds a note on the bid in eligibility_notes.";
        PPON_MISSING = 409 "ppon-missing", "A supplier has no PPON yet", "Each entry of errors names a supplier without a Public Procurement Organisation Number. The supplier registers with Find a Tender and adds its GB-PPON identifier to its organisation; then repeat the request.";
        NO_ROOM = 409 "no-room", "The limit is reached", "The detail names the limit. Withdraw something first.";
        TAKEN = 409 "taken", "Already exists", "The detail names the value that must be unique.";
        STALE = 412 "stale", "Changed since you read it", "Read the resource again, apply your change to the new version, and send its ETag in If-Match.";
        TOO_LARGE = 413 "too-large", "The body is too large", "The detail names the limit.";
        MEDIA_TYPE = 415 "unsupported-media-type", "Unsupported content type", "Send application/json (application/merge-patch+json with PATCH), without Content-Encoding.";
        INVALID = 422 "invalid", "The content is not valid", "Each entry of errors names a place by JSON Pointer and says how to correct it.";
        TOKEN_SPENT = 422 "token-spent", "This link or token is no longer valid", "A link works once and for a short time. Request a new one.";
        KEY_REUSED = 422 "idempotency-key-reused", "This key was used for another request", "Use a new Idempotency-Key for a new request.";
        IF_MATCH_MISSING = 428 "if-match-missing", "If-Match is needed", "Read the resource and send its ETag in If-Match, so that you do not overwrite a change that you have not seen.";
        TOO_MANY = 429 "too-many-requests", "Too many requests", "Wait for the number of seconds in Retry-After, then repeat the request.";
        HEADERS_TOO_LARGE = 431 "headers-too-large", "The headers are too large", "Send fewer or shorter headers.";
        INTERNAL = 500 "internal", "Something broke on our side", "The error is logged under the request id in instance. Nothing was changed. Try again; if the error stays, report the id to the operator.";
        DAMAGED = 500 "document-damaged", "The document is damaged", "The stored content no longer matches the SHA-256 of the upload and is not served. The error is logged; tell the operator, who has backups.";
        BUSY = 503 "busy", "Too busy just now", "Nothing was changed. Try again after Retry-After, with the same Idempotency-Key.";
        DATABASE_AWAY = 503 "database-away", "The database is unavailable", "Nothing was acknowledged. Try again after Retry-After, with the same Idempotency-Key.";
        OUTCOME_UNKNOWN = 503 "outcome-unknown", "The outcome is unknown", "The connection to the database broke at the last moment. Repeat the request with the same Idempotency-Key: the answer says whether it was done.";
        NAMES_AWAY = 503 "names-away", "DNS cannot be reached", "Nothing was changed. Try again after Retry-After, or prove the domain by a letter.";
        PROVIDER_AWAY = 503 "provider-away", "The identity provider cannot be reached", "Nothing was changed. Try again after Retry-After; if the error stays, tell the owners of your organisation.";
        STORAGE_FULL = 503 "storage-full", "The disk is full", "Nothing was changed; reading still works. The operator has to make room.";
    }
}
