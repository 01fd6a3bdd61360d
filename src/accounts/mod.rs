//! People: registering, proving an address, signing in and out.
//!
//! ```text
//! unverified ──address proved──▶ active ──▶ suspended | closed
//! ```

mod addresses;
mod administrators;
pub mod api;
mod devices;
mod factors;
mod idleness;
mod limits;
mod model;
mod passwords;
mod policy;
mod registration;
mod sessions;
mod sign_in;
mod store;
mod suspension;
mod tokens;
mod views;

pub use administrators::{
    duties::{is_last_to_give as is_last_to_give_duties, set as set_duties, whom_to_tell},
    model::PlatformRole,
    operator::{make_administrator, make_platform_user, note_new_key},
};
pub use factors::{
    passkeys::ceremonies::Passkeys,
    totp::enrolment::{hand_out_app, new_secret},
};
pub use idleness::warning::look_around;
pub use limits::{
    rate_limits::{Requests, limit},
    sign_in_limiter::{Doors, Reason},
};
pub use model::{Account, CannotSignIn, UserState};
pub use passwords::{
    checking::proves_again,
    hashing::{Cost, Hasher},
    model::Password,
    setting::set_password,
};
pub use registration::{
    model::Registration,
    registering::{register, verify as verify_address},
};
pub use sessions::{
    model::{Pair, Vouched},
    views::SessionView,
};
pub use sign_in::{
    model::{Arrival, Origin, SecondStep, Started, Vouching},
    provider::{arrive, is_spent, let_in, spend_state},
    views::SecondStepView,
};
pub use store::{
    Person, addressee, find_by_email, insert_program, is_auditor, load as load_account, person,
};
pub use tokens::{
    authentication::authenticate,
    key_text::KeyText,
    one_time::{one_time_token, same_hash, token_hash},
};
