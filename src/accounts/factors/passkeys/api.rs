//! Passkeys over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde_json::Value;
use utoipa::ToSchema;
use webauthn_rs::prelude::Passkey;

use super::{
    ceremonies::Passkeys,
    enrolment,
    model::{Challenge, NewPasskey, StoredPasskey},
    views::AddedPasskeyView,
};
use crate::{
    accounts::factors::recovery_codes::{model::Codes, views::RecoveryCodesView},
    http::prelude::*,
    prelude::*,
};

operations! { "accounts":
    /// Begin the registration of a passkey
    ///
    /// Returns the options for `navigator.credentials.create`. Needs authentication within the last
    /// five minutes (see `step_up`).
    post "/v1/me/passkeys/challenge" challenge_passkey =
        signed_in().gives::<Challenge>(200, "The challenge")
            .says(409, "The limit of ten passkeys is reached, or this server has no domain name");

    /// Add a passkey
    ///
    /// A passkey is a second factor and can also replace the password. My other sessions end, and I am
    /// told by mail.
    post "/v1/me/passkeys" add_passkey =
        signed_in().secret().takes::<NewPasskeyBody>().gives::<AddedPasskeyView>(201, "The passkey")
            .says(403, "The credential does not answer the challenge")
            .says(409, "The passkey already exists, or the limit of ten is reached");

    /// Remove a passkey
    ///
    /// A person whose roles require a second factor keeps at least one. Needs authentication within the
    /// last five minutes (see `step_up`).
    delete "/v1/me/passkeys/{id}" remove_passkey =
        signed_in().says(204, "The capability is revoked")
            .says(409, "It is the last factor, and a role requires one");
}

async fn challenge_passkey(request: Request, passkeys: Data<Passkeys>) -> Reply {
    let (inner, at) = (request.app.clone(), request.at());
    let passkeys = passkeys.into_inner();
    let ask = move |db: &mut Db, actor: &Actor| {
        enrolment::passkey_challenge(db, actor, &inner, at, &passkeys)
    };
    let challenge = request.read(ask).await?;
    Ok(Answer::ok(&challenge))
}

/// A new passkey from a browser.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewPasskeyBody {
    /// The challenge that `challenge_passkey` gave.
    #[schema(value_type = String, example = "k3J1c2VhbGVkLWNoYWxsZW5nZQ")]
    pub challenge: Line<40_000>,
    /// A name by which I know the passkey.
    #[schema(example = "my telephone")]
    pub name: Line<80>,
    /// The result of `navigator.credentials.create`, with binary fields in base64url.
    #[schema(value_type = Object)]
    pub credential: Value,
}

async fn add_passkey(
    request: Request,
    passkeys: Data<Passkeys>,
    Body(body): Body<NewPasskeyBody>,
) -> Reply {
    let new = NewPasskey {
        challenge: body.challenge.into_string(),
        name: body.name,
        credential: body.credential,
    };
    let passkeys = passkeys.into_inner();
    let show = |(made, codes): &(StoredPasskey, Codes)| {
        let view = AddedPasskeyView {
            passkey: made.clone(),
            recovery_codes: RecoveryCodesView::of(codes.as_deref()).recovery_codes,
        };
        Answer::created(&view, format!("/v1/me/passkeys/{}", made.id))
    };
    request.act(move |tx, call| enrolment::add_passkey(tx, call, &new, &passkeys), show).await
}

async fn remove_passkey(request: Request, path: Path<Id<Passkey>>) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| enrolment::remove_passkey(tx, call, id), |()| Answer::done()).await
}
