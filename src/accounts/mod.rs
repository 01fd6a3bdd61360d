//! People: registering, proving an address, signing in and out.
//!
//! ```text
//! unverified ──address proved──▶ active ──▶ suspended | closed
//! ```

mod addresses;
pub mod api;
mod arrivals;
mod credentials;
mod duties;
mod factors;
mod hashing;
mod idleness;
mod key_text;
mod mails;
mod model;
mod passwords;
mod platform;
mod policy;
mod recent;
mod registration;
mod requests;
mod sessions;
mod store;
mod store_addresses;
mod store_devices;
mod store_duties;
mod store_idleness;
mod store_providers;
mod store_sessions;
mod strength;
mod suspension;
mod throttle;
mod tokens;

pub use api::{SecondStepView, SessionView};
pub use arrivals::{Arrival, Vouching, arrive, is_spent, let_in, spend_state};
pub use credentials::authenticate;
pub use duties::{is_last_to_give as is_last_to_give_duties, set as set_duties, whom_to_tell};
pub use factors::{
    Passkeys,
    enrolment::{hand_out_app, new_secret},
    second_step::{Origin, SecondStep},
};
pub use hashing::{Cost, Hasher};
pub use idleness::look_around;
pub use key_text::KeyText;
pub use model::{Account, CannotSignIn, Password, UserState};
pub use passwords::set_password;
pub use platform::{PlatformRole, make_administrator, make_platform_user, note_new_key};
pub use registration::{Registration, register, verify as verify_address};
pub use requests::{Requests, limit};
pub use sessions::{Started, Vouched};
pub use store::{
    Person, addressee, find_by_email, insert_program, is_auditor, load as load_account, person,
};
pub use throttle::{Doors, Reason};
pub use tokens::{Pair, one_time_token, same_hash, token_hash};
