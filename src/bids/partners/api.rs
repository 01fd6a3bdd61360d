//! Joint bids over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::model::{Bid, Partnership},
    answer::answer,
    end::end,
    invite::invite,
    model::{Invitation, PartnershipInBid},
    read::{self, OwnPartnerships},
    store as partner_store,
    views::{self, PartnerView},
};
use crate::{http::prelude::*, prelude::*};

operations! { "bids":
    /// Invite a partner to a bid
    ///
    /// By a bidder of the supplier that leads the bid, while the lot accepts bids. The partner accepts
    /// or declines for itself; the next submission names partners that have accepted. At most nine
    /// partners.
    post "/v1/bids/{id}/partners" invite_bid_partner =
        signed_in().key(Scope::BidsWrite).writing().takes::<Invitation>()
            .gives::<PartnerView>(201, "The invited partner")
            .says(409, "The supplier is already invited, there are too many partners, or the lot accepts no bids")
            .row("ocef", "---n-- yy ---- ---");

    /// List the partners of a bid
    ///
    /// All suppliers that the lead has invited, with their answers. For members of the lead.
    get "/v1/bids/{id}/partners" list_bid_partners =
        signed_in().key(Scope::BidsRead)
            .gives::<PartnersOfBid>(200, "All partners, in the order of the invitations")
            .row("ocef", "---y-- yy ---- ---");

    /// List bids that invite a supplier as a partner
    ///
    /// For members of the supplier, newest first: the lead and the lot of each bid. Other content of
    /// the bid stays with its lead.
    get "/v1/organisations/{id}/bid-partnerships" list_bid_partnerships =
        signed_in().key(Scope::BidsRead).query::<PageQuery>()
            .gives::<Page<PartnershipInBid>>(200, "A page of partnerships")
            .row("docef", "---y-- yy ---- ---");

    /// Accept or decline a partnership in a bid
    ///
    /// By an owner or a bidder of the invited supplier, signed in as a person, while the lot accepts
    /// bids. After a yes the lead learns whether the partner meets each condition of the lot, without
    /// the details, and each submission seals the profile of the partner into the bid. A supplier takes
    /// part in at most one bid for a lot.
    post "/v1/bid-partnerships/{partnership_id}/answer" answer_bid_partnership =
        signed_in().takes::<BidPartnershipAnswer>()
            .gives::<PartnershipInBid>(201, "The partnership as it is now")
            .says(409, "The invitation is already answered, the supplier is in another bid for this lot, or the lot accepts no bids")
            .row("ocef", "---n-- yy ---- ---");

    /// End a partnership in a bid
    ///
    /// The lead withdraws an invitation or removes a partner, or the partner leaves, while the lot
    /// accepts bids. A submitted bid names the partner until it is submitted again; readers of the bid
    /// are told.
    delete "/v1/bid-partnerships/{partnership_id}" end_bid_partnership =
        signed_in().key(Scope::BidsWrite)
            .says(204, "The partnership has ended, and the other supplier is told")
            .says(409, "The partnership has already ended, or the lot accepts no bids")
            .row("ocef", "--yn-- yy ---- ---");
}

async fn invite_bid_partner(
    request: Request,
    bid: Path<Id<Bid>>,
    Body(asked): Body<Invitation>,
) -> Reply {
    let show = |asked: &Partnership| {
        Answer::created(&views::partner(asked, 0), format!("/v1/bids/{}/partners", asked.bid))
    };
    request.act(move |tx, call| invite(tx, call, *bid, &asked), show).await
}

/// The invited partners of a bid.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnersOfBid {
    /// The partners, in the order of the invitations.
    pub items: Vec<PartnerView>,
}

async fn list_bid_partners(request: Request, bid: Path<Id<Bid>>) -> Reply {
    let bid = request.read(move |db, actor| read::of_bid(db, actor, *bid)).await?;
    let items = bid.partners.iter().map(|one| views::partner(one, bid.submitted_version));
    Ok(Answer::ok(&PartnersOfBid { items: items.collect() }))
}

async fn list_bid_partnerships(
    request: Request,
    supplier: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let supplier = *supplier;
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("bid partnerships", supplier))?;
    let asked = OwnPartnerships { supplier, page };
    let found = request.read(move |db, actor| read::of_supplier(db, actor, &asked)).await?;
    Ok(Answer::page(&found))
}

/// The answer of an invited partner.
#[derive(Debug, Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct BidPartnershipAnswer {
    /// Whether the supplier takes part in the bid.
    pub accepted: bool,
}

async fn answer_bid_partnership(
    request: Request,
    id: Path<Id<Partnership>>,
    Body(said): Body<BidPartnershipAnswer>,
) -> Reply {
    let id = *id;
    let answer = move |tx: &mut Tx<'_>, call: &Call| {
        answer(tx, call, id, said.accepted)?.then(|said| {
            let shown = partner_store::in_bid(tx.db(), id)?;
            Ok(Answered { supplier: said.organisation, shown })
        })
    };
    let show = |made: &Answered| {
        let all = format!("/v1/organisations/{}/bid-partnerships", made.supplier);
        Answer::created(&made.shown, all)
    };
    request.act(answer, show).await
}

/// The partnership after its partner has answered.
struct Answered {
    supplier: Id<Organisation>,
    shown: PartnershipInBid,
}

async fn end_bid_partnership(request: Request, id: Path<Id<Partnership>>) -> Reply {
    request.act(move |tx, call| end(tx, call, *id), |_| Answer::done()).await
}
