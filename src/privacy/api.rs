//! Export, closure and holds over HTTP.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use deserr::Deserr;
use futures_util::stream;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    archive::{self, Exports},
    closure, holds,
    model::Hold,
    policy::{ExportOwn, ReadHolds},
    register::{AtClosure, Part},
    store,
};
use crate::{
    access::{Actor, User},
    accounts::{self, ConfirmedPassword, Hasher, PasswordCheck, SignInLimiter},
    app::App,
    audit::{self, Call, Event},
    db::{Db, Tx},
    http::{Answer, Body, Refusal, Reply},
    kernel::{Faults, Id, Instant, Problem, Text, kinds},
};
use crate::{http::prelude::*, prelude::*};

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
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
}

async fn export_me(
    request: Request,
    (_app, hasher, limiter): (Data<App>, Data<Hasher>, Data<SignInLimiter>),
    exports: Data<Exports>,
    Body(body): Body<PasswordProof>,
) -> Result<HttpResponse, Refusal> {
    let check = PasswordCheck { request: &request, hasher: &hasher, limiter: &limiter };
    let account = check.confirm(body.password).await?.account;
    let place = exports.place().ok_or_else(|| Problem::new(kinds::BUSY, kinds::BUSY.advice))?;
    let (me, at) = (account.id, request.at());
    let note = move |tx: &mut Tx<'_>, call: &Call| {
        let (may, _) = accounts::load_account(tx.db(), me)?.open::<ExportOwn>(&call.actor)?;
        audit::record(tx, call, &may, Event::of("user.exported", "user", &me), ())
    };
    // The archive is of this moment: an answer of before would be of no use.
    let request = request.unkeyed();
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

/// A closed account, and the records that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosedView {
    pub closed_at: Instant,
    /// Records that are kept under an id, without a name.
    pub kept: Vec<KeptView>,
}

/// A kind of record that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptView {
    #[schema(example = "declarations")]
    pub records: &'static str,
    #[schema(example = "your declarations of interests")]
    pub about: &'static str,
    pub why: &'static str,
    pub how_long: &'static str,
}

impl KeptView {
    fn of(part: &Part) -> Option<Self> {
        match part.at_closure {
            AtClosure::Kept { why, how_long } => {
                Some(Self { records: part.file, about: part.about, why, how_long })
            }
            AtClosure::Erased | AtClosure::Nameless => None,
        }
    }
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
    let view = ClosedView {
        closed_at: request.at(),
        kept: kept.iter().filter_map(|part| KeptView::of(part)).collect(),
    };
    let close = move |tx: &mut Tx<'_>, call: &Call| closure::close(tx, call, &compared, &kept);
    let show = move |(): &()| Answer::ok(&view);
    request.act(close, show).await
}

/// The reason for the hold or its end, hidden from the user concerned.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct HoldReason {
    #[schema(example = "Claim CO/1234/2026: keep everything until judgment.")]
    pub reason: Text<2_000>,
}

/// A legal hold on a user.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Hold>,
    pub reason: String,
    #[schema(value_type = String, format = "uuid")]
    pub placed_by: Id<User>,
    pub placed_at: Instant,
    pub lift_reason: Option<String>,
    #[schema(value_type = Option<String>, format = "uuid")]
    pub lifted_by: Option<Id<User>>,
    pub lifted_at: Option<Instant>,
}

impl From<Hold> for HoldView {
    fn from(hold: Hold) -> Self {
        Self {
            id: hold.id,
            reason: hold.reason,
            placed_by: hold.placed_by,
            placed_at: hold.placed_at,
            lift_reason: hold.lift_reason,
            lifted_by: hold.lifted_by,
            lifted_at: hold.lifted_at,
        }
    }
}

/// The legal holds on a user, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldsView {
    pub items: Vec<HoldView>,
}

async fn list_holds(request: Request, path: Path<Id<User>>) -> Reply {
    let id = path.into_inner();
    let found = request
        .read(move |db, actor| {
            let (_, account) = accounts::load_account(db, id)?.open::<ReadHolds>(actor)?;
            let items = store::holds_on(db, account.id)?;
            Ok(HoldsView { items: items.into_iter().map(HoldView::from).collect() })
        })
        .await?;
    Ok(Answer::ok(&found))
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
