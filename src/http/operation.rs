//! One record for each operation of the API: what the operation asks of its caller, what comes in
//! and what goes out. Routing, the description, API keys, limits and the access table read it.

use std::borrow::Cow;

use actix_web::Route;
use utoipa::{
    IntoParams, ToSchema,
    openapi::{
        RefOr,
        path::{Parameter, ParameterIn},
        schema::Schema,
    },
};

use crate::access::{Duty, Need, Scope, matrix::Row};

/// An HTTP method that the API serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == word)
    }

    pub const fn writes(self) -> bool {
        !matches!(self, Self::Get)
    }
}

/// Whom an operation serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// Anybody; a credential changes nothing.
    Open,
    /// Anybody; a caller who has signed in may see more.
    Public,
    /// Callers with a credential alone (else 401).
    SignedIn,
}

/// How much the body of a request may hold (SAFETY I2); [`Limits`](super::BodyLimits) has the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyBound {
    Usual,
    /// A bid's submission: so small that it arrives in milliseconds on any line.
    Submission,
    /// Texts that people write at length: opportunities, bids, marks, profiles.
    Writing,
    /// A file, from a caller who has signed in.
    File,
}

/// The name and shape of a JSON value.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub name: fn() -> Cow<'static, str>,
    pub schema: fn() -> RefOr<Schema>,
    pub parts: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl Shape {
    pub const fn of<T: ToSchema>() -> Self {
        Self { name: T::name, schema: T::schema, parts: T::schemas }
    }
}

/// What an operation takes in its body.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    pub shape: Shape,
    /// The media types of a file; none for JSON.
    pub files: &'static [&'static str],
}

/// One way in which an operation answers.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    pub status: u16,
    pub about: &'static str,
    pub shape: Option<Shape>,
    /// JSON, unless a file of this media type is handed out.
    pub file: Option<&'static str>,
}

/// What is said of a parameter in the path beside its name.
#[derive(Debug, Clone, Copy)]
pub struct PathParameter {
    pub name: &'static str,
    pub about: &'static str,
    /// Set where the parameter is no id.
    pub example: Option<&'static str>,
}

/// Everything that is to be known of one operation.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact, told by its own word")]
pub struct Operation {
    /// Its handler's name: `submit_bid`.
    pub id: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub tag: &'static str,
    /// The lines of its documentation: a summary, an empty line, a description.
    pub doc: &'static [&'static str],
    pub route: fn() -> Route,
    pub openness: Openness,
    pub duty: Option<Duty>,
    pub if_match: bool,
    /// Whether an `Idempotency-Key` is demanded.
    pub keyed: bool,
    /// Whether the answer carries a secret and so is kept nowhere.
    pub secret: bool,
    /// Whether a read may take long (search, exports, files).
    pub long: bool,
    /// Whether the answer carries an `ETag`.
    pub versioned: bool,
    pub bound: BodyBound,
    pub query: Option<fn() -> Vec<Parameter>>,
    pub taken: Option<Taken>,
    pub digest: bool,
    key: Key,
    given: [Option<Given>; 5],
    parameters: [Option<PathParameter>; 2],
    rows: [Option<Row>; 4],
}

/// What an operation asks of an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// No key can do it, or a key sees what the public sees.
    No,
    Any,
    Scope(Scope),
}

impl Operation {
    const fn new(openness: Openness) -> Self {
        Self {
            id: "unlisted",
            method: Method::Get,
            path: "",
            tag: "",
            doc: &[],
            route: Route::new,
            openness,
            duty: None,
            if_match: false,
            keyed: false,
            secret: false,
            long: false,
            versioned: false,
            bound: BodyBound::Usual,
            query: None,
            taken: None,
            digest: false,
            key: Key::No,
            given: [None; 5],
            parameters: [None; 2],
            rows: [None; 4],
        }
    }

    /// For anybody; a credential changes nothing.
    pub const fn open() -> Self {
        Self::new(Openness::Open)
    }

    /// For anybody; a caller who has signed in may see more.
    pub const fn public() -> Self {
        Self::new(Openness::Public)
    }

    /// For callers with a credential. No API key can do it until [`Self::key`] says so.
    pub const fn signed_in() -> Self {
        Self::new(Openness::SignedIn)
    }

    /// An API key with this scope can do it.
    #[must_use]
    pub const fn key(mut self, scope: Scope) -> Self {
        self.key = Key::Scope(scope);
        self
    }

    /// Every API key can do it.
    #[must_use]
    pub const fn any_key(mut self) -> Self {
        self.key = Key::Any;
        self
    }

    /// Administrators need this duty for it.
    #[must_use]
    pub const fn duty(mut self, duty: Duty) -> Self {
        self.duty = Some(duty);
        self
    }

    /// Stands under another tag than the operations beside it.
    #[must_use]
    pub const fn tag(mut self, tag: &'static str) -> Self {
        self.tag = tag;
        self
    }

    /// Demands `If-Match` (else 428).
    #[must_use]
    pub const fn if_match(mut self) -> Self {
        self.if_match = true;
        self
    }

    /// The answer carries a secret: no retry is given it again.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// A read that may take long.
    #[must_use]
    pub const fn long(mut self) -> Self {
        self.long = true;
        self
    }

    /// The answer carries an `ETag`.
    #[must_use]
    pub const fn versioned(mut self) -> Self {
        self.versioned = true;
        self
    }

    /// A bid's submission: its own lane, a small body, and an `Idempotency-Key` without which
    /// nothing is done.
    #[must_use]
    pub const fn submission(mut self) -> Self {
        self.keyed = true;
        self.bound = BodyBound::Submission;
        self
    }

    /// The body holds texts that people write at length.
    #[must_use]
    pub const fn writing(mut self) -> Self {
        self.bound = BodyBound::Writing;
        self
    }

    /// Takes parameters in its query.
    #[must_use]
    pub const fn query<Q: IntoParams>(mut self) -> Self {
        self.query = Some(|| Q::into_params(|| Some(ParameterIn::Query)));
        self
    }

    /// Takes a JSON body.
    #[must_use]
    pub const fn takes<T: ToSchema>(mut self) -> Self {
        self.taken = Some(Taken { shape: Shape::of::<T>(), files: &[] });
        self
    }

    /// Takes a file of one of these media types, with its `Content-Digest`.
    #[must_use]
    pub const fn takes_file(mut self, media_types: &'static [&'static str]) -> Self {
        self.taken = Some(Taken { shape: Shape::of::<super::FileContent>(), files: media_types });
        self.bound = BodyBound::File;
        self.digest = true;
        self
    }

    /// Answers with a JSON body.
    #[must_use]
    pub const fn gives<T: ToSchema>(self, status: u16, about: &'static str) -> Self {
        self.giving(Given { status, about, shape: Some(Shape::of::<T>()), file: None })
    }

    /// Answers without a body, or with a problem whose reason deserves a word.
    #[must_use]
    pub const fn says(self, status: u16, about: &'static str) -> Self {
        self.giving(Given { status, about, shape: None, file: None })
    }

    /// Answers with a file.
    #[must_use]
    pub const fn gives_file(self, about: &'static str, media_type: &'static str) -> Self {
        let shape = Some(Shape::of::<super::FileContent>());
        self.giving(Given { status: 200, about, shape, file: Some(media_type) })
    }

    const fn giving(mut self, given: Given) -> Self {
        self.given = with(self.given, given);
        self
    }

    /// Says more of a parameter in the path than that it is an id.
    #[must_use]
    pub const fn parameter(mut self, parameter: PathParameter) -> Self {
        self.parameters = with(self.parameters, parameter);
        self
    }

    /// Declares who may do it, in these states of a lot (`access::matrix`).
    #[must_use]
    pub const fn row(mut self, states: &'static str, cells: &'static str) -> Self {
        self.rows = with(self.rows, Row { states, cells });
        self
    }

    /// For [`operations!`](crate::operations): where it stands and what it is called.
    #[must_use]
    pub const fn at(self, place: Place) -> Self {
        let Place { id, method, path, tag, doc, route } = place;
        let tag = if self.tag.is_empty() { tag } else { self.tag };
        Self { id, method, path, tag, doc, route, ..self }
    }

    /// What the operation asks of an API key.
    pub const fn need(&self) -> Need {
        match (self.openness, self.key) {
            (_, Key::Any) => Need::Nothing,
            (Openness::SignedIn, Key::No) => Need::Person,
            (Openness::SignedIn, Key::Scope(scope)) => Need::Scope(scope),
            (Openness::Open | Openness::Public, Key::No) => Need::Openly(None),
            (Openness::Open | Openness::Public, Key::Scope(scope)) => Need::Openly(Some(scope)),
        }
    }

    /// Whether it is the submission of a bid.
    pub fn is_submission(&self) -> bool {
        self.bound == BodyBound::Submission
    }

    pub fn given(&self) -> impl Iterator<Item = &Given> {
        self.given.iter().flatten()
    }

    pub fn parameters(&self) -> impl Iterator<Item = &PathParameter> {
        self.parameters.iter().flatten()
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().flatten()
    }
}

/// A list with one more: an operation that says too much does not compile.
#[expect(clippy::panic, reason = "runs in the compiler alone")]
const fn with<T: Copy, const N: usize>(mut all: [Option<T>; N], one: T) -> [Option<T>; N] {
    let mut rest = all.as_mut_slice();
    while let [first, others @ ..] = rest {
        if first.is_none() {
            *first = Some(one);
            return all;
        }
        rest = others;
    }
    panic!("no place for one more")
}

/// Where an operation stands, what it is called, and who handles it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub id: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub tag: &'static str,
    pub doc: &'static [&'static str],
    pub route: fn() -> Route,
}

/// A request for a route that is no operation of the API.
pub static UNLISTED: Operation = Operation::signed_in();

/// Declares the operations of a file of handlers as `OPERATIONS`, each with its documentation:
///
/// ```text
/// operations! { "bids":
///     /// Withdraw a bid
///     ///
///     /// Before the deadline.
///     post "/v1/bids/{id}/withdrawal" withdraw_bid =
///         signed_in().key(Scope::BidsWrite).if_match().gives::<ReceiptView>(201, "The receipt");
/// }
/// ```
#[macro_export]
macro_rules! operations {
    ($tag:literal: $($(#[doc = $doc:literal])+ $method:ident $path:literal $handler:ident = $first:ident() $(.$facts:ident $(::<$($shape:ty),*>)? ($($given:expr),* $(,)?))*;)+) => {
        /// The operations of this file.
        pub const OPERATIONS: &[$crate::http::Operation] = &[$(
            $crate::http::Operation::$first()$(.$facts $(::<$($shape),*>)? ($($given),*))*.at($crate::http::Place {
                id: stringify!($handler),
                method: $crate::operations!(@method $method),
                path: $path,
                tag: $tag,
                doc: &[$($doc),+],
                route: || actix_web::web::$method().to($handler),
            })
        ),+];
    };
    (@method get) => { $crate::http::Method::Get };
    (@method post) => { $crate::http::Method::Post };
    (@method put) => { $crate::http::Method::Put };
    (@method patch) => { $crate::http::Method::Patch };
    (@method delete) => { $crate::http::Method::Delete };
}
