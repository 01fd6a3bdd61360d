//! My second factors: authenticator app and recovery codes; and their reset by an administrator.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    Doors,
    factors::{
        RecoveryCode, Totp, WrongProof,
        enrolment::{self, Codes},
        store as store_factors,
    },
    policy::ManageOwnAccount,
    sessions::no_session,
    store,
    throttle::{Known, Trier},
};
use super::passkeys::PasskeyView;
use crate::{
    access::{Actor, User},
    app::{self, App},
    audit::{self, Call},
    db::{Db, Fault, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Instant, Kind, Line, Text, kinds},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/me/second-factors").route(web::get().to(list_second_factors)))
        .service(
            web::resource("/v1/me/totp")
                .route(web::post().to(add_totp))
                .route(web::delete().to(remove_totp)),
        )
        .service(web::resource("/v1/me/totp/confirmation").route(web::post().to(confirm_totp)))
        .service(web::resource("/v1/me/recovery-codes").route(web::post().to(renew_recovery_codes)))
        .service(
            web::resource("/v1/users/{id}/second-factor-reset")
                .route(web::post().to(reset_second_factors)),
        );
}

/// My second factors.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorsView {
    /// Since when an authenticator app's codes are asked for.
    pub totp_since: Option<Instant>,
    pub passkeys: Vec<PasskeyView>,
    /// How many of the ten recovery codes are unused.
    pub recovery_codes_left: i64,
    /// Whether one of my roles asks for a second factor.
    pub needed: bool,
}

/// List my second factors
///
/// The authenticator app, the passkeys, and the number of recovery codes left.
#[utoipa::path(
    get,
    path = "/v1/me/second-factors",
    operation_id = "list_second_factors",
    tag = "accounts",
    security(("bearer" = [])),
    responses((status = 200, description = "What I have", body = SecondFactorsView)),
)]
pub async fn list_second_factors(app: Data<App>, caller: Caller) -> Reply {
    let look = |db: &mut Db, actor: &Actor| {
        let user = actor.user().ok_or_else(no_session)?;
        let (_, account) = store::load(db, user)?.open::<ManageOwnAccount>(actor)?;
        let keys = store_factors::passkeys_of(db, account.id)?;
        Ok(SecondFactorsView {
            totp_since: store_factors::totp(db, user)?.and_then(|totp| totp.confirmed_at),
            passkeys: keys.iter().map(PasskeyView::from).collect(),
            recovery_codes_left: store_factors::codes_left(db, user)?,
            needed: actor.needs_second_factor(),
        })
    };
    Ok(Answer::ok(&app.read(caller, look).await?))
}

/// The secret of an authenticator app, told once.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpView {
    /// Base 32, to be typed into the app.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    pub secret: String,
    /// For a picture that the app's camera reads.
    #[schema(
        example = "otpauth://totp/Guildhall:ada%40camden%2Eexample?secret=GEZDGNBVGY3TQOJQ&issuer=Guildhall"
    )]
    pub uri: String,
}

impl TotpView {
    fn of(totp: &Totp) -> Result<Self, Fault> {
        Ok(Self { secret: totp.secret().to_string(), uri: totp.uri()? })
    }
}

/// Set up an authenticator app
///
/// Returns the TOTP secret once. Sign-in asks for codes after `confirm_totp`. Needs authentication
/// within the last five minutes (see `step_up`).
#[utoipa::path(
    post,
    path = "/v1/me/totp",
    operation_id = "add_totp",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The secret", body = TotpView),
        (status = 409, description = "There is an app already"),
    ),
)]
pub async fn add_totp(app: Data<App>, caller: Caller) -> Reply {
    app::signed_in(&caller)?;
    let add = |tx: &mut Tx<'_>, call: &Call| {
        enrolment::add_totp(tx, call)?.then(|totp| TotpView::of(&totp))
    };
    let show = |view: &TotpView| Answer::created(view, "/v1/me/totp");
    Ok(audit::act_secretly(&app, caller, add, show).await?)
}

/// A code of an authenticator app.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TotpCode {
    #[schema(value_type = String, example = "123456")]
    pub code: Line<20>,
}

/// Ten codes for the day when the app or the passkey is lost, told once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodesView {
    /// Empty where a factor was there before: its codes stay good.
    #[schema(example = json!(["abcd-efgh-ijkl-mnop"]))]
    pub recovery_codes: Vec<String>,
}

impl RecoveryCodesView {
    pub(super) fn of(codes: Option<&[RecoveryCode]>) -> Self {
        let codes = codes.unwrap_or_default();
        Self { recovery_codes: codes.iter().map(RecoveryCode::shown).collect() }
    }
}

/// Confirm an authenticator app
///
/// With a code from the app. Sign-in asks for codes from now on. My other sessions end, and I am
/// told by mail.
#[utoipa::path(
    post,
    path = "/v1/me/totp/confirmation",
    operation_id = "confirm_totp",
    tag = "accounts",
    request_body = TotpCode,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The recovery codes", body = RecoveryCodesView),
        (status = 403, description = "The code is wrong"),
        (status = 409, description = "No secret was asked for"),
    ),
)]
pub async fn confirm_totp(
    app: Data<App>,
    doors: Data<Doors>,
    caller: Caller,
    Body(body): Body<TotpCode>,
) -> Reply {
    let me = |_: &mut Db, actor: &Actor| Ok(actor.user().ok_or_else(no_session)?);
    let user = app.read(caller.clone(), me).await?;
    let trier =
        Trier { email: String::new(), from: caller.asked.from, known: Known::Password(user) };
    let code = body.code.into_string().replace(' ', "");
    let confirm = move |tx: &mut Tx<'_>, call: &Call| enrolment::confirm_totp(tx, call, &code);
    let show = |codes: &Codes| {
        Answer::created(&RecoveryCodesView::of(codes.as_deref()), "/v1/me/second-factors")
    };
    let judged = async {
        match audit::act_secretly(&app, caller, confirm, show).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Fault::Refused(problem)) if is_wrong(problem.kind) => Ok(None),
            Err(fault) => Err(fault),
        }
    };
    Ok(doors.judge(&trier, judged).await?.ok_or(WrongProof)?)
}

fn is_wrong(kind: Kind) -> bool {
    kind == kinds::WRONG_PROOF
}

/// Remove my authenticator app
///
/// A person whose roles require a second factor keeps at least one. Needs authentication within the
/// last five minutes (see `step_up`).
#[utoipa::path(
    delete,
    path = "/v1/me/totp",
    operation_id = "remove_totp",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "It is asked for no more"),
        (status = 409, description = "There is none, or it is the last factor and a role asks for one"),
    ),
)]
pub async fn remove_totp(app: Data<App>, caller: Caller) -> Reply {
    Ok(audit::act(&app, caller, enrolment::remove_totp, |()| Answer::done()).await?)
}

/// Generate ten new recovery codes
///
/// The old recovery codes stop working. Needs authentication within the last five minutes (see
/// `step_up`).
#[utoipa::path(
    post,
    path = "/v1/me/recovery-codes",
    operation_id = "renew_recovery_codes",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The codes", body = RecoveryCodesView),
        (status = 409, description = "I have no second factor"),
    ),
)]
pub async fn renew_recovery_codes(app: Data<App>, caller: Caller) -> Reply {
    app::signed_in(&caller)?;
    let show = |codes: &Vec<RecoveryCode>| {
        Answer::created(&RecoveryCodesView::of(Some(codes)), "/v1/me/second-factors")
    };
    Ok(audit::act_secretly(&app, caller, enrolment::new_codes, show).await?)
}

/// Why somebody's factors are taken away; they are told.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct FactorReset {
    #[schema(
        example = "You have lost your telephone, and we have spoken on the number that we have of you."
    )]
    pub reason: Text<2_000>,
}

/// Reset the second factors of a user
///
/// By an administrator, for a user who has lost all of them. The user's sessions end, and the user
/// is told.
#[utoipa::path(
    post,
    path = "/v1/users/{id}/second-factor-reset",
    operation_id = "reset_second_factors",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    request_body = FactorReset,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "They have none any more"),
        (status = 409, description = "They had none"),
    ),
)]
pub async fn reset_second_factors(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<User>>,
    Body(body): Body<FactorReset>,
) -> Reply {
    let id = path.into_inner();
    let reset = move |tx: &mut Tx<'_>, call: &Call| enrolment::reset(tx, call, id, &body.reason);
    Ok(audit::act(&app, caller, reset, |()| Answer::done()).await?)
}
