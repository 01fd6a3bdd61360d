//! The review of opportunities over HTTP.

use actix_web::web::Path;

use super::steps;
use crate::{
    http::prelude::*,
    opportunities::{
        answers::{Reason, created, view},
        model::Opportunity,
        views::OpportunityView,
    },
    prelude::*,
};

operations! { "opportunities":
    /// Submit a draft for review
    ///
    /// By an author. A refusal lists every missing or wrong member at once.
    post "/v1/opportunities/{id}/review" review_opportunity =
        signed_in().key(Scope::OpportunitiesWrite).if_match()
            .versioned().gives::<OpportunityView>(201, "The opportunity is in review")
            .says(422, "The draft is incomplete; errors lists every fault")
            .row("d", "------ -- nynn").row("ocef", "nnnnnn nn nynn nnn");

    /// Return a draft to its authors
    ///
    /// By an approver who did not write the opportunity.
    post "/v1/opportunities/{id}/return" return_opportunity =
        signed_in().key(Scope::OpportunitiesWrite).writing().takes::<Reason>()
            .versioned().gives::<OpportunityView>(201, "The opportunity is a draft again")
            .row("d", "------ -- nnyn").row("ocef", "nnnnnn nn nnyn nnn");

    /// Publish an opportunity
    ///
    /// By an approver who did not write the opportunity. Generates the key pairs that seal bids.
    post "/v1/opportunities/{id}/publication" publish_opportunity =
        signed_in().key(Scope::OpportunitiesWrite).if_match()
            .versioned().gives::<OpportunityView>(201, "Published")
            .says(422, "The draft is incomplete; errors lists every fault")
            .row("d", "------ -- nnyn").row("ocef", "nnnnnn nn nnyn nnn");
}

async fn review_opportunity(request: Request, path: Path<Id<Opportunity>>) -> Reply {
    let id = path.into_inner();
    let send =
        move |tx: &mut Tx<'_>, call: &Call| steps::send(tx, call, id)?.then(|_| view(tx, call, id));
    request.act(send, created).await
}

async fn return_opportunity(
    request: Request,
    path: Path<Id<Opportunity>>,
    Body(body): Body<Reason>,
) -> Reply {
    let id = path.into_inner();
    let send = move |tx: &mut Tx<'_>, call: &Call| {
        steps::return_to_authors(tx, call, id, &body.reason)?.then(|_| view(tx, call, id))
    };
    request.act(send, created).await
}

async fn publish_opportunity(request: Request, path: Path<Id<Opportunity>>) -> Reply {
    let id = path.into_inner();
    let publish = move |tx: &mut Tx<'_>, call: &Call| {
        steps::publish(tx, call, id)?.then(|_| view(tx, call, id))
    };
    request.act(publish, created).await
}
