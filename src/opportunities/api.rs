//! Opportunities and lots over HTTP. The list, with its search, is in the room `search`.

use actix_web::web::Path;

use super::{
    answers::{cached, created, view},
    creation::{self, NewOpportunity},
    editing::{self, Changes},
    lots::Phase,
    model::Opportunity,
    reading,
    views::{self, OpportunityView},
};
use crate::{http::prelude::*, prelude::*};

operations! { "opportunities":
    /// Draft an opportunity
    ///
    /// By an author of a public body. A draft may be incomplete; `review_opportunity` names everything
    /// that is missing.
    post "/v1/opportunities" create_opportunity =
        signed_in().key(Scope::OpportunitiesWrite).writing().takes::<NewOpportunity>()
            .versioned().gives::<OpportunityView>(201, "The draft")
            .says(404, "The organisation does not exist, or was merged")
            .row("docef", "nnnnnn nn nynn nnn");

    /// Get an opportunity
    ///
    /// Public once published. Drafts are for members of the public body.
    get "/v1/opportunities/{id}" get_opportunity =
        public().key(Scope::OpportunitiesRead).versioned()
            .gives::<OpportunityView>(200, "The opportunity").row("d", "-----y -- yyyy")
            .row("ocef", "yyyyyy yy yyyy yyy");

    /// Edit a draft opportunity
    ///
    /// By an author, while the opportunity is a draft. Members left out of the body stay as they are;
    /// `lots` replaces all lots.
    patch "/v1/opportunities/{id}" edit_opportunity =
        signed_in().key(Scope::OpportunitiesWrite).if_match().writing().takes::<Changes>()
            .versioned().gives::<OpportunityView>(200, "The draft as it is now")
            .row("d", "------ -- nynn").row("ocef", "nnnnnn nn nynn nnn");
}

async fn create_opportunity(request: Request, Body(asked): Body<NewOpportunity>) -> Reply {
    let create = move |tx: &mut Tx<'_>, call: &Call| {
        creation::create(tx, call, &asked)?.then(|new| view(tx, call, new.id))
    };
    request.act(create, created).await
}

async fn get_opportunity(request: Request, path: Path<Id<Opportunity>>) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let full = request.read(move |db, actor| reading::read(db, actor, id)).await?;
    let view = views::opportunity(full, now);
    let open = view.lots.iter().filter(|lot| lot.phase == Phase::Open).count();
    let answer = Answer::ok(&view).version_in(view.version, &format!("{}-{open}", view.status));
    Ok(cached(answer, view.published_at.is_some(), &view.lots, now))
}

async fn edit_opportunity(
    request: Request,
    path: Path<Id<Opportunity>>,
    Body(changes): Body<Changes>,
) -> Reply {
    let id = path.into_inner();
    let edit = move |tx: &mut Tx<'_>, call: &Call| {
        editing::edit(tx, call, id, &changes)?.then(|_| view(tx, call, id))
    };
    request.act(edit, |view| Answer::ok(view).version(view.version)).await
}
