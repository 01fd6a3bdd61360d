//! Suppliers' profiles over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    declaring::{Declared, declare},
    model::{GapState, Profile},
    reading,
    sections::{
        Accreditations, ConnectedPersons, Exclusions, Insurances, ModernSlavery, Names, Policies,
        Reach, Size, Vcse,
    },
    statements::{Said, Section},
    views::{self, ProfileView, StatementView},
};
use crate::{
    http::{Page, prelude::*},
    kernel::Patch,
    organisations::PageOfOrganisation,
    prelude::*,
};

operations! { "suppliers":
    /// Get the profile of a supplier
    ///
    /// For its members, with the sections that are missing, expired or about to expire. Buyers see the
    /// profile in opened bids, as it was at each submission.
    get "/v1/organisations/{id}/profile" get_profile =
        signed_in().versioned().gives::<ProfileView>(200, "The profile")
            .row("docef", "---y-- yy ---- ---");

    /// Edit the profile of a supplier
    ///
    /// By an owner or a bidder. The profile goes into every later bid. Size, VCSE status, connected
    /// persons and exclusion grounds are valid for a year; declaring a section again confirms it.
    patch "/v1/organisations/{id}/profile" edit_profile =
        signed_in().if_match().writing().takes::<EditProfile>()
            .versioned().gives::<ProfileView>(200, "The profile as it is now")
            .row("docef", "---n-- yy ---- ---");

    /// List the statements in the profile of a supplier
    ///
    /// For its members: each statement with its author and date, newest first, including replaced and
    /// withdrawn statements.
    get "/v1/organisations/{id}/profile/statements" list_statements =
        signed_in().query::<PageQuery>().gives::<Page<StatementView>>(200, "A page of statements")
            .row("docef", "---y-- yy ---- ---");
}

/// Sections to declare. Each is a new statement of today and replaces the earlier one; `null` withdraws
/// a section; sections that are not named stay.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EditProfile {
    /// Whether the public directory lists the supplier.
    #[deserr(default)]
    #[schema(example = true)]
    pub listed: Option<bool>,
    /// The legal name and trading names.
    #[deserr(default)]
    #[schema(value_type = Option<Names>)]
    pub names: Patch<Names>,
    /// The figures of the last financial year.
    #[deserr(default)]
    #[schema(value_type = Option<Size>)]
    pub size: Patch<Size>,
    /// The VCSE status.
    #[deserr(default)]
    #[schema(value_type = Option<Vcse>)]
    pub vcse: Patch<Vcse>,
    /// The regions, and the goods, works and services.
    #[deserr(default)]
    #[schema(value_type = Option<Reach>)]
    pub reach: Patch<Reach>,
    /// The accreditations.
    #[deserr(default)]
    #[schema(value_type = Option<Accreditations>)]
    pub accreditations: Patch<Accreditations>,
    /// The insurances.
    #[deserr(default)]
    #[schema(value_type = Option<Insurances>)]
    pub insurances: Patch<Insurances>,
    /// The connected persons.
    #[deserr(default)]
    #[schema(value_type = Option<ConnectedPersons>)]
    pub connected_persons: Patch<ConnectedPersons>,
    /// The self-declaration on grounds for exclusion.
    #[deserr(default)]
    #[schema(value_type = Option<Exclusions>)]
    pub exclusions: Patch<Exclusions>,
    /// The statement on modern slavery.
    #[deserr(default)]
    #[schema(value_type = Option<ModernSlavery>)]
    pub modern_slavery: Patch<ModernSlavery>,
    /// The policies.
    #[deserr(default)]
    #[schema(value_type = Option<Policies>)]
    pub policies: Patch<Policies>,
}

/// Adds a section that is set or cleared.
fn take<T>(into: &mut Declared, section: Section, patch: Patch<T>, said: fn(T) -> Said) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => into.taken_back.push(section),
        Patch::Set(value) => into.said.push(said(value)),
    }
}

impl From<EditProfile> for Declared {
    fn from(body: EditProfile) -> Self {
        let mut all = Self { listed: body.listed, ..Self::default() };
        take(&mut all, Section::Names, body.names, Said::Names);
        take(&mut all, Section::Size, body.size, Said::Size);
        take(&mut all, Section::Vcse, body.vcse, Said::Vcse);
        take(&mut all, Section::Reach, body.reach, Said::Reach);
        take(&mut all, Section::Accreditations, body.accreditations, Said::Accreditations);
        take(&mut all, Section::Insurances, body.insurances, Said::Insurances);
        take(&mut all, Section::ConnectedPersons, body.connected_persons, Said::ConnectedPersons);
        take(&mut all, Section::Exclusions, body.exclusions, Said::Exclusions);
        take(&mut all, Section::ModernSlavery, body.modern_slavery, Said::ModernSlavery);
        take(&mut all, Section::Policies, body.policies, Said::Policies);
        all
    }
}

/// The `ETag` names the gaps too, which open and expire with time, without a new version.
fn shown(profile: &Profile, now: Instant) -> Answer {
    let view = views::profile(profile, now);
    let over = view.completeness.iter().filter(|gap| gap.state == GapState::Expired).count();
    let phase = format!("{}-{over}", view.completeness.len());
    Answer::ok(&view).version_in(view.version, &phase)
}

async fn get_profile(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let profile = request.read(move |db, actor| reading::read(db, actor, id)).await?;
    Ok(shown(&profile, now))
}

async fn edit_profile(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(body): Body<EditProfile>,
) -> Reply {
    let (id, asked, now) = (path.into_inner(), Declared::from(body), request.at());
    let edit = move |tx: &mut Tx<'_>, call: &Call| declare(tx, call, id, &asked);
    request.act(edit, move |profile| shown(profile, now)).await
}

async fn list_statements(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = query.page(&("statements", id))?;
    let asked = PageOfOrganisation { of: id, page };
    let found = request.read(move |db, actor| reading::statements(db, actor, &asked)).await?;
    Ok(Answer::page(&found))
}
