//! Passkeys over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use serde_json::Value;
use utoipa::ToSchema;
use webauthn_rs::prelude::Passkey;

use super::{
    ceremonies::Passkeys,
    enrolment,
    model::{NewPasskey, StoredPasskey},
    views::{AddedPasskeyView, ChallengeView, PasskeyView},
};
use crate::{
    access::Actor,
    accounts::factors::recovery_codes::{model::Codes, views::RecoveryCodesView},
    app::{self, App},
    audit::{self, Call},
    db::{Db, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Line},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/me/passkeys").route(web::post().to(add_passkey)))
        .service(
            web::resource("/v1/me/passkeys/challenge").route(web::post().to(challenge_passkey)),
        )
        .service(web::resource("/v1/me/passkeys/{id}").route(web::delete().to(remove_passkey)));
}

/// Begin the registration of a passkey
///
/// Returns the options for `navigator.credentials.create`. Needs authentication within the last
/// five minutes (see `step_up`).
#[utoipa::path(
    post,
    path = "/v1/me/passkeys/challenge",
    operation_id = "challenge_passkey",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The challenge", body = ChallengeView),
        (status = 409, description = "The limit of ten passkeys is reached, or this server has no domain name"),
    ),
)]
pub async fn challenge_passkey(app: Data<App>, passkeys: Data<Passkeys>, caller: Caller) -> Reply {
    let (inner, at) = (app.clone(), caller.asked.at);
    let passkeys = passkeys.into_inner();
    let ask = move |db: &mut Db, actor: &Actor| {
        enrolment::passkey_challenge(db, actor, &inner, at, &passkeys)
    };
    let challenge = app.read(caller, ask).await?;
    Ok(Answer::ok(&ChallengeView::from(&challenge)))
}

/// A new passkey from a browser.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewPasskeyBody {
    #[schema(value_type = String)]
    pub challenge: Line<40_000>,
    #[schema(example = "my telephone")]
    pub name: Line<80>,
    /// The result of `navigator.credentials.create`, with binary fields in base64url.
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// Add a passkey
///
/// A passkey is a second factor and can also replace the password. My other sessions end, and I am
/// told by mail.
#[utoipa::path(
    post,
    path = "/v1/me/passkeys",
    operation_id = "add_passkey",
    tag = "accounts",
    request_body = NewPasskeyBody,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The passkey", body = AddedPasskeyView),
        (status = 403, description = "The credential does not answer the challenge"),
        (status = 409, description = "The passkey already exists, or the limit of ten is reached"),
    ),
)]
pub async fn add_passkey(
    app: Data<App>,
    passkeys: Data<Passkeys>,
    caller: Caller,
    Body(body): Body<NewPasskeyBody>,
) -> Reply {
    app::signed_in(&caller)?;
    let new = NewPasskey {
        challenge: body.challenge.into_string(),
        name: body.name,
        credential: body.credential,
    };
    let passkeys = passkeys.into_inner();
    let add = move |tx: &mut Tx<'_>, call: &Call| enrolment::add_passkey(tx, call, &new, &passkeys);
    let show = |(made, codes): &(StoredPasskey, Codes)| {
        let view = AddedPasskeyView {
            passkey: PasskeyView::from(made),
            recovery_codes: RecoveryCodesView::of(codes.as_deref()).recovery_codes,
        };
        Answer::created(&view, format!("/v1/me/passkeys/{}", made.id))
    };
    Ok(audit::act_secretly(&app, caller, add, show).await?)
}

/// Remove a passkey
///
/// A person whose roles require a second factor keeps at least one. Needs authentication within the
/// last five minutes (see `step_up`).
#[utoipa::path(
    delete,
    path = "/v1/me/passkeys/{id}",
    operation_id = "remove_passkey",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The capability is revoked"),
        (status = 409, description = "It is the last factor, and a role requires one"),
    ),
)]
pub async fn remove_passkey(app: Data<App>, caller: Caller, path: Path<Id<Passkey>>) -> Reply {
    let id = path.into_inner();
    let remove = move |tx: &mut Tx<'_>, call: &Call| enrolment::remove_passkey(tx, call, id);
    Ok(audit::act(&app, caller, remove, |()| Answer::done()).await?)
}
