//! Rows of opportunities.

use diesel::prelude::*;

use super::{
    model::{
        ChallengeContent, Content, Lot, LotState, Opportunity, OpportunityKind, OpportunityState,
        Route, Source,
    },
    store_lots,
};
use crate::{
    access::{Guarded, No, Organisation, User},
    db::{
        Db, Fault, Json, Tx, Words, json, natively, once,
        schema::{opportunities, opportunity_codes as codes},
        words,
    },
    kernel::{Cpv, Id, Instant, Region, Theme},
    organisations::{self, Card},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = opportunities)]
struct Row {
    number: i64,
    id: Id<Opportunity>,
    organisation_id: Id<Organisation>,
    buyer_name: String,
    kind: OpportunityKind,
    state: OpportunityState,
    title: String,
    summary: String,
    description: String,
    cpv: Json<Vec<Cpv>>,
    regions: Json<Vec<Region>>,
    themes: Json<Vec<Theme>>,
    route: Option<Route>,
    challenge: Option<Json<ChallengeContent>>,
    writers: Words<Id<User>>,
    ocid: Option<String>,
    source_url: Option<String>,
    published_at: Option<Instant>,
    closes_at: Option<Instant>,
    created_at: Instant,
    updated_at: Instant,
    version: i64,
}

impl Row {
    fn into_opportunity(self) -> Opportunity {
        let content = Content {
            title: self.title,
            summary: self.summary,
            description: self.description,
            cpv: self.cpv.0,
            regions: self.regions.0,
            themes: self.themes.0,
            route: self.route,
            challenge: self.challenge.map(|json| json.0).unwrap_or_default(),
        };
        Opportunity {
            number: self.number,
            id: self.id,
            organisation: self.organisation_id,
            buyer_name: self.buyer_name,
            kind: self.kind,
            state: self.state,
            content,
            writers: self.writers.0,
            source: self.ocid.map(|ocid| Source { ocid, url: self.source_url }),
            published_at: self.published_at,
            closes_at: self.closes_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        }
    }
}

/// The organisation that somebody wants to draft for.
pub fn load_buyer(db: &mut Db, id: Id<Organisation>) -> Result<Guarded<Card>, Fault> {
    Ok(Guarded::new(organisations::card(db, id)?))
}

pub fn load(db: &mut Db, id: Id<Opportunity>) -> Result<Guarded<Opportunity>, Fault> {
    let row: Option<Row> = natively!(db, c => opportunities::table
        .filter(opportunities::id.eq(id))
        .select(Row::as_select())
        .first(c)
        .optional())?;
    Ok(Guarded::new(row.ok_or(No::Hidden)?.into_opportunity()))
}

pub fn insert(tx: &mut Tx<'_>, new: &Opportunity) -> Result<(), Fault> {
    let content = &new.content;
    diesel::insert_into(opportunities::table)
        .values((
            opportunities::id.eq(new.id),
            opportunities::organisation_id.eq(new.organisation),
            opportunities::buyer_name.eq(&new.buyer_name),
            opportunities::kind.eq(new.kind),
            opportunities::state.eq(new.state),
            opportunities::title.eq(&content.title),
            opportunities::summary.eq(&content.summary),
            opportunities::description.eq(&content.description),
            opportunities::cpv.eq(json(&content.cpv)),
            opportunities::regions.eq(json(&content.regions)),
            opportunities::themes.eq(json(&content.themes)),
            opportunities::route.eq(content.route),
            opportunities::challenge.eq(json(&content.challenge)),
            opportunities::writers.eq(words(&new.writers)),
            opportunities::created_at.eq(new.created_at),
            opportunities::updated_at.eq(new.updated_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Writes words and state over the version that was read; the opportunity as it is now.
pub fn update(tx: &mut Tx<'_>, changed: Opportunity) -> Result<Opportunity, Fault> {
    let content = &changed.content;
    let read = opportunities::id.eq(changed.id).and(opportunities::version.eq(changed.version));
    let rows = diesel::update(opportunities::table.filter(read))
        .set((
            opportunities::state.eq(changed.state),
            opportunities::title.eq(&content.title),
            opportunities::summary.eq(&content.summary),
            opportunities::description.eq(&content.description),
            opportunities::cpv.eq(json(&content.cpv)),
            opportunities::regions.eq(json(&content.regions)),
            opportunities::themes.eq(json(&content.themes)),
            opportunities::route.eq(content.route),
            opportunities::challenge.eq(json(&content.challenge)),
            opportunities::writers.eq(words(&changed.writers)),
            opportunities::published_at.eq(changed.published_at),
            opportunities::closes_at.eq(changed.closes_at),
            opportunities::updated_at.eq(changed.updated_at),
            opportunities::version.eq(opportunities::version + 1),
        ))
        .execute(tx.db())?;
    once(rows)?;
    Ok(Opportunity { version: changed.version + 1, ..changed })
}

/// Brings state, deadline and version in line with the lots.
pub fn follow_lots(tx: &mut Tx<'_>, id: Id<Opportunity>, now: Instant) -> Result<(), Fault> {
    let all = store_lots::of(tx.db(), id)?;
    let states: Vec<LotState> = all.iter().map(|lot| lot.state).collect();
    let running = all.iter().filter(|lot| lot.state != LotState::Cancelled);
    let closes_at = running.filter_map(|lot| lot.submissions_close_at).max();
    diesel::update(opportunities::table.filter(opportunities::id.eq(id)))
        .set((
            opportunities::state.eq(OpportunityState::of_lots(&states)),
            opportunities::closes_at.eq(closes_at),
            opportunities::updated_at.eq(now),
            opportunities::version.eq(opportunities::version + 1),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Makes an opportunity findable by its codes and by all that they are part of: `72212000` by
/// `72`, `722`, `7221`; `UKI31` by `UK`, `UKI`, `UKI3`.
pub fn insert_codes(
    tx: &mut Tx<'_>,
    id: Id<Opportunity>,
    content: &Content,
    published_at: Instant,
) -> Result<(), Fault> {
    for (scheme, code) in all_codes(content) {
        diesel::insert_into(codes::table)
            .values((
                codes::scheme.eq(scheme),
                codes::code.eq(code),
                codes::published_at.eq(published_at),
                codes::opportunity_id.eq(id.as_str()),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}

fn prefixes(code: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = code.chars().collect();
    let least = 2.min(chars.len());
    (least..=chars.len()).map(move |n| chars.iter().take(n).collect())
}

/// Codes with everything that they are part of, each once.
pub fn all_codes(content: &Content) -> Vec<(&'static str, String)> {
    let cpv = content.cpv.iter().flat_map(|c| prefixes(&c.key()).collect::<Vec<_>>());
    let regions = content.regions.iter().flat_map(|r| prefixes(r.as_str()).collect::<Vec<_>>());
    let themes = content.themes.iter().map(|t| t.as_str().to_owned());
    let mut all: Vec<(&'static str, String)> = cpv.map(|c| ("cpv", c)).collect();
    all.extend(regions.map(|c| ("region", c)));
    all.extend(themes.map(|c| ("theme", c)));
    all.sort();
    all.dedup();
    all
}

/// The lots of one opportunity, in their order.
pub fn lots_of(db: &mut Db, id: Id<Opportunity>) -> Result<Vec<Lot>, Fault> {
    store_lots::of(db, id)
}
