//! Auditors' grants over HTTP, and what was read through them.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    granting,
    model::{AuditorGrant, AuditorRead, MOST_BODIES, NewGrant},
    reading,
    views::AuditorGrantView,
};
use crate::{
    access::{self, Actor, Organisation, User},
    audit::Call,
    db::{Db, Tx},
    http::{Answer, Body, Page, PageQuery, Query, Reply},
    kernel::{Faults, Id, Instant, Problem, Text, list_of_ids},
    organisations::PageOfOrganisation,
};
use crate::{http::prelude::*, prelude::*};

operations! { "auditors":
    /// Propose an auditor grant
    ///
    /// By an administrator who is not the auditor: names public bodies, a period and a reason. The
    /// grant gives no access until another administrator confirms it.
    post "/v1/auditor-grants" propose_auditor_grant =
        signed_in().duty(Duty::Records).takes::<NewAuditorGrant>()
            .gives::<AuditorGrantView>(201, "The proposal")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// List auditor grants
    ///
    /// Administrators see all grants, auditors their own. Newest first.
    get "/v1/auditor-grants" list_auditor_grants =
        signed_in().duty(Duty::Records).query::<PageQuery>()
            .gives::<Page<AuditorGrantView>>(200, "A page of grants")
            .row("docef", "nnnnyy nn nnnn nnn");

    /// Confirm an auditor grant
    ///
    /// By an administrator other than the one who proposed it, and not by the auditor. The auditor and
    /// the owners of the bodies are told.
    post "/v1/auditor-grants/{id}/confirmation" confirm_auditor_grant =
        signed_in().duty(Duty::Records).gives::<AuditorGrantView>(201, "The grant")
            .says(409, "The grant does not wait for a confirmation")
            .row("docef", "----y- -- ---- ---");

    /// Revoke an auditor grant
    ///
    /// By any administrator. The auditor loses access from the next request on. The auditor and the
    /// owners of the bodies are told.
    delete "/v1/auditor-grants/{id}" revoke_auditor_grant =
        signed_in().duty(Duty::Records).says(204, "The grant gives no access any more")
            .says(409, "The grant has already ended").row("docef", "----y- -- ---- ---");

    /// List reads by auditors
    ///
    /// Every request of an auditor under a grant. For owners of the organisation, newest first.
    get "/v1/organisations/{id}/auditor-reads" list_auditor_reads =
        signed_in().query::<PageQuery>().gives::<Page<AuditorRead>>(200, "A page of reads")
            .row("docef", "------ -- ynnn ---");
}

/// The bodies and the period of a grant.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewAuditorGrant {
    /// The auditor.
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    /// Public bodies, at most fifty, each once.
    #[schema(schema_with = list_of_ids)]
    pub organisation_ids: Vec<Id<Organisation>>,
    /// The start of the access.
    pub from: Instant,
    /// The end of the access. At most 366 days after `from`.
    pub until: Instant,
    /// The reason for the grant, shown to the owners of the bodies.
    #[schema(example = "Yearly audit of procurement, reference 2026/17.")]
    pub reason: Text<2000>,
}

impl NewAuditorGrant {
    fn checked(self) -> Result<NewGrant, Problem> {
        let mut faults = Faults::new();
        let ids = &self.organisation_ids;
        if ids.is_empty() {
            faults.add("/organisation_ids", "empty", "name at least one public body");
        }
        if ids.len() > MOST_BODIES {
            faults.add("/organisation_ids", "too-many", "name at most fifty public bodies");
        }
        for (n, one) in ids.iter().enumerate() {
            if ids.iter().take(n).any(|other| other == one) {
                faults.add(format!("/organisation_ids/{n}"), "duplicate", "appears twice");
            }
        }
        faults.none()?;
        let Self { auditor_id: auditor, organisation_ids: bodies, from, until, reason } = self;
        Ok(NewGrant { auditor, bodies, from, until, reason })
    }
}

fn shown(now: Instant) -> impl Fn(&AuditorGrant) -> Answer + Send + 'static {
    move |grant| Answer::created(&AuditorGrantView::of(grant, now), "/v1/auditor-grants")
}

async fn propose_auditor_grant(request: Request, Body(new): Body<NewAuditorGrant>) -> Reply {
    let (asked, now) = (new.checked()?, request.at());
    let propose = move |tx: &mut Tx<'_>, call: &Call| granting::propose(tx, call, &asked);
    request.act(propose, shown(now)).await
}

async fn list_auditor_grants(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = query.page(&"auditor-grants")?;
    let now = request.at();
    let list = move |db: &mut Db, actor: &Actor| reading::grants(db, actor, &page);
    let found = request.read(list).await?;
    Ok(Answer::page(&found.map(|grant| AuditorGrantView::of(&grant, now))))
}

async fn confirm_auditor_grant(request: Request, path: Path<Id<access::Grant>>) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let confirm = move |tx: &mut Tx<'_>, call: &Call| granting::confirm(tx, call, id);
    request.act(confirm, shown(now)).await
}

async fn revoke_auditor_grant(request: Request, path: Path<Id<access::Grant>>) -> Reply {
    let id = path.into_inner();
    let revoke = move |tx: &mut Tx<'_>, call: &Call| granting::revoke(tx, call, id);
    request.act(revoke, |()| Answer::done()).await
}

async fn list_auditor_reads(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let of = path.into_inner();
    let page = query.page(&("auditor-reads", of))?;
    let asked = PageOfOrganisation { of, page };
    let list = move |db: &mut Db, actor: &Actor| reading::reads(db, actor, &asked);
    Ok(Answer::page(&request.read(list).await?))
}
