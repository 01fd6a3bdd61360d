//! Rows of the themes of suppliers.

use diesel::prelude::*;

use crate::{
    db::schema::{members, organisation_themes as themes, organisations, users},
    kernel::Theme,
    organisations::Roles,
    outbox::Addressee,
    prelude::*,
};

pub fn themes_of(db: &mut Db, id: Id<Organisation>) -> Result<Vec<Theme>, Fault> {
    let words: Vec<String> = themes::table
        .filter(themes::organisation_id.eq(id))
        .select(themes::theme)
        .order(themes::theme)
        .load(db)?;
    words.iter().map(|word| Theme::parse(word).map_err(|why| Fault::corrupt(&why))).collect()
}

pub fn replace_themes(
    tx: &mut Tx<'_>,
    id: Id<Organisation>,
    wanted: &[Theme],
) -> Result<(), Fault> {
    diesel::delete(themes::table.filter(themes::organisation_id.eq(id))).execute(tx.db())?;
    for theme in wanted {
        diesel::insert_into(themes::table)
            .values((themes::theme.eq(theme.as_str()), themes::organisation_id.eq(id)))
            .execute(tx.db())?;
    }
    Ok(())
}

/// Owners and bidders of suppliers with any of these themes.
pub fn interested_in(db: &mut Db, about: &[Theme]) -> Result<Vec<Addressee>, Fault> {
    let words: Vec<String> = about.iter().map(ToString::to_string).collect();
    let rows: Vec<(Id<User>, String, String, Roles)> = themes::table
        .inner_join(members::table.on(members::organisation_id.eq(themes::organisation_id)))
        .inner_join(users::table.on(users::id.eq(members::user_id)))
        .inner_join(organisations::table.on(organisations::id.eq(themes::organisation_id)))
        .filter(themes::theme.eq_any(words).and(users::state.eq("active")))
        .filter(organisations::state.ne("suspended"))
        .select((users::id, users::email, users::full_name, members::roles))
        .distinct()
        .order(users::id)
        .load(db)?;
    let bids = |roles: &Roles| roles.has(Role::Owner) || roles.has(Role::Bidder);
    let rows = rows.into_iter().filter(|(.., roles)| bids(roles));
    let addressee = |(user, email, full_name, _)| Addressee { user: Some(user), email, full_name };
    let mut all: Vec<Addressee> = rows.map(addressee).collect();
    all.dedup_by_key(|to| to.user);
    Ok(all)
}
