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
mod reading;
mod registration;
mod sessions;
mod sign_in;
mod store;
mod suspension;
mod tokens;
mod views;

pub use addresses::{changing::change_email, model::EmailChange};
pub use administrators::{
    duties::{is_last_to_give as is_last_to_give_duties, set as set_duties, whom_to_tell},
    model::PlatformRole,
    operator::{make_administrator, make_platform_user, note_new_key},
    reading::list as list_administrators,
};
pub use factors::{
    passkeys::ceremonies::Passkeys,
    reading::{SecondFactors, own_factors},
    step_up::{
        model::{StepUpGiven, StepUpOutcome},
        proving_again::prove_again,
    },
    totp::enrolment::{confirm as confirm_totp, enrol_totp, new_secret},
};
pub use idleness::warning::warn_idle_accounts;
pub use limits::{
    rate_limits::{RateLimits, limit},
    sign_in_limiter::{LetterReason, SignInLimiter},
};
pub use model::{Account, CannotSignIn, UserState};
pub use passwords::{
    checking::{ConfirmedPassword, PasswordCheck},
    hashing::{Cost, Hasher},
    model::{NewPassword, Password, PasswordChange},
    setting::{change_password, request_link, set_by_link, set_password},
};
pub use reading::own_account;
pub use registration::{
    model::{NewUser, Registered, Registration},
    registering::{register, sign_up, verify as verify_address},
};
pub use sessions::{
    model::{TokenPair, Vouched},
    reading::{GoingOn, own_sessions},
    refresh::refresh_session,
    views::SessionView,
};
pub use sign_in::{
    model::{
        Origin, PasskeySignIn, PasswordSignIn, ProviderAccount, ProviderIdentity, ProviderSignIn,
        SecondFactorSignIn, SecondStep, SignInServices, SignedIn,
    },
    passkey::sign_in_by_passkey,
    password::sign_in,
    provider::{find_or_create, is_spent, spend_state, start as start_by_provider},
    second_step::finish_sign_in,
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

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[
    api::OPERATIONS,
    addresses::api::OPERATIONS,
    administrators::api::OPERATIONS,
    factors::api::OPERATIONS,
    passwords::api::OPERATIONS,
    registration::api::OPERATIONS,
    sessions::api::OPERATIONS,
    sign_in::api::OPERATIONS,
    suspension::api::OPERATIONS,
    tokens::api::OPERATIONS,
    factors::passkeys::api::OPERATIONS,
    factors::recovery_codes::api::OPERATIONS,
    factors::step_up::api::OPERATIONS,
    factors::totp::api::OPERATIONS,
];
