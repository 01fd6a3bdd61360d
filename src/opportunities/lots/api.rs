//! Lots over HTTP: drafted, read, given more time, cancelled.

use actix_web::web::Path;

use super::{
    amendment::{self, NewTimes},
    cancellation,
    model::Lot,
    views::{self, LotView},
};
use crate::{
    http::prelude::*,
    opportunities::{
        answers::{Reason, cached},
        reading::{self, FullLot},
    },
    prelude::*,
};

operations! { "opportunities":
    /// Get a lot
    ///
    /// Timetable, questions, criteria, and the public key that seals bids. Public once published.
    get "/v1/lots/{id}" get_lot =
        public().key(Scope::OpportunitiesRead).versioned().gives::<LotView>(200, "The lot")
            .row("d", "-----y -- yyyy").row("ocef", "yyyyyy yy yyyy yyy");

    /// Extend the deadline of a lot
    ///
    /// By an approver, while the lot is open, for all suppliers alike. A deadline only moves later.
    post "/v1/lots/{id}/amendment" amend_lot =
        signed_in().key(Scope::OpportunitiesWrite).if_match().takes::<NewTimes>()
            .versioned().gives::<LotView>(201, "The lot as it is now").row("d", "------ -- nnyn")
            .row("ocef", "nnnnnn nn nnyn nnn");

    /// Cancel a lot
    ///
    /// By an approver, before the competition ends. Sealed bids stay sealed.
    post "/v1/lots/{id}/cancellation" cancel_lot =
        signed_in().key(Scope::OpportunitiesWrite).takes::<Reason>()
            .versioned().gives::<LotView>(201, "The lot as it is now").row("d", "------ -- nnyn")
            .row("ocef", "nnnnnn nn nnyn nnn");
}

async fn get_lot(request: Request, path: Path<Id<Lot>>) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let read = move |db: &mut Db, actor: &Actor| reading::read_lot(db, actor, id);
    let FullLot { lot, within } = request.read(read).await?;
    let published = within.opportunity.published_at.is_some();
    let view = views::lot(lot, &within.winners, now);
    let answer = Answer::ok(&view).version_in(view.lot.version, view.phase.as_str());
    Ok(cached(answer, published, &[view], now))
}

fn changed(view: &LotView) -> Answer {
    Answer::created(view, format!("/v1/lots/{}", view.lot.id)).version(view.lot.version)
}

async fn amend_lot(request: Request, path: Path<Id<Lot>>, Body(asked): Body<NewTimes>) -> Reply {
    let id = path.into_inner();
    let amend = move |tx: &mut Tx<'_>, call: &Call| {
        amendment::amend(tx, call, id, &asked)?.then(|lot| Ok(views::lot(lot, &[], call.at)))
    };
    request.act(amend, changed).await
}

async fn cancel_lot(request: Request, path: Path<Id<Lot>>, Body(body): Body<Reason>) -> Reply {
    let id = path.into_inner();
    let cancel = move |tx: &mut Tx<'_>, call: &Call| {
        cancellation::cancel(tx, call, id, &body.reason)?
            .then(|lot| Ok(views::lot(lot, &[], call.at)))
    };
    request.act(cancel, changed).await
}
