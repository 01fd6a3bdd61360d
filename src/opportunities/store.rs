//! Rows of opportunities.

use diesel::prelude::*;

use super::model::{
    ChallengeContent, Content, Opportunity, OpportunityKind, OpportunityState, Route, Source,
};
use crate::{
    db::{Json, Words, json, natively, once, schema::opportunities, words},
    kernel::{Cpv, Region, Theme},
    organisations::{self, Card},
    prelude::*,
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

/// The organisation that an opportunity is drafted for.
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
