//! Export, closure and holds over HTTP.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use deserr::Deserr;
use futures_util::stream;
use utoipa::ToSchema;

use super::{
    archive::{self, Exports},
    closure, holds,
    views::{ClosedView, HoldsView},
};
use crate::{
    access::{Actor, Duty, User},
    accounts::{ConfirmedPassword, Hasher, PasswordCheck, SignInLimiter},
    audit::{Call, Request},
    db::{Db, Tx},
    http::{Answer, Body, Refusal, Reply},
    kernel::{Faults, Id, Problem, Text, kinds},
    operations,
};

operations! { "accounts":
    /// Export my data
    ///
    /// A zip archive with a README and a JSON file for each kind of record. The archive is written
    /// while it is sent: an interrupted download is incomplete. Secrets, hashes and sealed content are
    /// left out.
    post "/v1/me/export" export_me =
        signed_in().takes::<PasswordProof>().gives_file("The archive", "application/zip")
            .says(403, "The password is wrong");

    /// Close my account
    ///
    /// Permanently: name, address, password, devices and letters are erased, and all sessions end.
    /// Records that the law requires stay under an id, and the answer names them. The last active owner
    /// of an organisation has to appoint another owner first.
    post "/v1/me/closure" close_me =
        signed_in().takes::<PasswordProof>().gives::<ClosedView>(200, "Closed")
            .says(403, "The password is wrong")
            .says(409, "The account is the last owner of an organisation, or under a legal hold");

    /// List legal holds on a user
    ///
    /// Current and lifted holds, newest first. For administrators and auditors.
    get "/v1/users/{id}/legal-hold" list_holds =
        signed_in().duty(Duty::Records).gives::<HoldsView>(200, "The holds")
            .row("docef", "----yy -- ---- ---");

    /// Place a legal hold on a user
    ///
    /// By an administrator. The account cannot be closed while a hold stands.
    post "/v1/users/{id}/legal-hold" place_hold =
        signed_in().duty(Duty::Records).takes::<HoldReason>().says(204, "The hold is placed")
            .says(409, "There is already a hold, or the account is closed")
            .row("docef", "----y- -- ---- ---");

    /// Lift the legal hold on a user
    ///
    /// By an administrator, with a reason.
    post "/v1/users/{id}/legal-hold/lifting" lift_hold =
        signed_in().duty(Duty::Records).takes::<HoldReason>().says(204, "The hold is lifted")
            .says(409, "There is no hold").row("docef", "----y- -- ---- ---");
}

/// The current password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasswordProof {
    /// The current password of the account.
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
}

async fn export_me(
    request: Request,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    exports: Data<Exports>,
    Body(body): Body<PasswordProof>,
) -> Result<HttpResponse, Refusal> {
    let check = PasswordCheck { request: &request, hasher: &hasher, limiter: &limiter };
    let account = check.confirm(body.password).await?.account;
    let place = exports.place().ok_or_else(|| Problem::new(kinds::BUSY, kinds::BUSY.advice))?;
    let (me, at) = (account.id, request.at());
    // The archive is of this moment: the answer to an earlier request would be of no use.
    let request = request.unkeyed();
    let note = move |tx: &mut Tx<'_>, call: &Call| archive::note_export(tx, call, me);
    request.act(note, |()| Answer::done()).await?;
    let pieces = archive::write(&request.app, me, at, place);
    let pieces = stream::unfold(pieces, async |mut pieces| Some((pieces.recv().await?, pieces)));
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"guildhall-me.zip\""))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(Box::pin(pieces)))
}

async fn close_me(
    request: Request,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    Body(body): Body<PasswordProof>,
) -> Reply {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let check = PasswordCheck { request: &request, hasher: &hasher, limiter: &limiter };
    let confirmed = check.confirm(body.password).await?;
    let ConfirmedPassword { account, hash: compared } = confirmed;
    let find = move |db: &mut Db, _: &Actor| closure::kept(db, account.id);
    let kept = request.read_long(find).await?;
    let view = ClosedView::of(request.at(), &kept);
    let close = move |tx: &mut Tx<'_>, call: &Call| closure::close(tx, call, &compared, &kept);
    let show = move |(): &()| Answer::ok(&view);
    request.act(close, show).await
}

/// The reason for the hold or its end, hidden from the user concerned.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct HoldReason {
    /// The reason, hidden from the user.
    #[schema(example = "Claim CO/1234/2026: keep everything until judgment.")]
    pub reason: Text<2_000>,
}

async fn list_holds(request: Request, path: Path<Id<User>>) -> Reply {
    let id = path.into_inner();
    let found = request.read(move |db, actor| holds::list(db, actor, id)).await?;
    Ok(Answer::ok(&HoldsView::of(&found)))
}

async fn place_hold(request: Request, path: Path<Id<User>>, Body(body): Body<HoldReason>) -> Reply {
    let id = path.into_inner();
    let place = move |tx: &mut Tx<'_>, call: &Call| holds::place(tx, call, id, &body.reason);
    request.act(place, |()| Answer::done()).await
}

async fn lift_hold(request: Request, path: Path<Id<User>>, Body(body): Body<HoldReason>) -> Reply {
    let id = path.into_inner();
    let lift = move |tx: &mut Tx<'_>, call: &Call| holds::lift(tx, call, id, &body.reason);
    request.act(lift, |()| Answer::done()).await
}
