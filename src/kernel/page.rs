//! Keyset pages, cut the same way everywhere.

use std::{borrow::Cow, sync::OnceLock};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type},
    },
};

use super::{Problem, kinds};

/// The key that signs cursors; the nodes of an installation share it.
static KEY: OnceLock<String> = OnceLock::new();

/// Signs cursors with a key from now on; the first one stays.
pub fn sign_cursors(key: String) {
    KEY.get_or_init(|| key);
}

/// The signature of a cursor over the list and the place.
fn proof(list_and_filters: &str, place: &str) -> String {
    let key = KEY.get().map_or("", String::as_str);
    let digest = Sha256::new()
        .chain_update(key)
        .chain_update([0])
        .chain_update(list_and_filters)
        .chain_update([0])
        .chain_update(place)
        .chain_update([0])
        .chain_update(key);
    hex::encode(digest.finalize()).chars().take(32).collect()
}

/// The limit and the place of a page. `after` is the sort key of the last item seen.
#[derive(Debug, Clone)]
pub struct PageOf {
    limit: u8,
    filters: String,
    after: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The `cursor` of the next page; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T: ToSchema> ToSchema for Page<T> {
    fn name() -> Cow<'static, str> {
        format!("Page_{}", T::name()).into()
    }

    fn schemas(parts: &mut Vec<(String, RefOr<Schema>)>) {
        parts.push((T::name().into_owned(), T::schema()));
        T::schemas(parts);
    }
}

/// Written by hand, for a derived schema has one name for the pages of all lists.
impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let next = SchemaType::from_iter([Type::String, Type::Null]);
        let about = "Give it back as `cursor` to go on; absent on the last page.";
        let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
        ObjectBuilder::new()
            .property(
                "items",
                items.description(Some("The items of this page, in the order of the list")),
            )
            .property("next", ObjectBuilder::new().schema_type(next).description(Some(about)))
            .required("items")
            .into()
    }
}

impl PageOf {
    pub const USUAL: u8 = 20;
    pub const MOST: u8 = 100;

    /// Reads `limit` and `cursor`. A cursor belongs to the list and filters that made it: it
    /// carries a proof of them and of its place, and one that is another's or made up is refused.
    pub fn of(
        limit: Option<u8>,
        cursor: Option<&str>,
        list_and_filters: &impl std::fmt::Debug,
    ) -> Result<Self, Problem> {
        let limit = limit.unwrap_or(Self::USUAL);
        if !(1..=Self::MOST).contains(&limit) {
            return Err(Problem::new(kinds::BAD_PARAMETER, "limit is from 1 to 100"));
        }
        let filters = format!("v2 {list_and_filters:?}");
        let after = cursor.map(|cursor| open(cursor, &filters)).transpose()?;
        Ok(Self { limit, filters, after })
    }

    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// The limit and one more row, which tells whether there is a next page.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    pub fn cut<T>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Page<T> {
        let limit = usize::from(self.limit);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = if more { rows.last().map(&key) } else { None };
        let next = last.map(|place| {
            URL_SAFE_NO_PAD.encode(format!("{}:{place}", proof(&self.filters, &place)))
        });
        Page { items: rows, next }
    }
}

fn open(cursor: &str, filters: &str) -> Result<String, Problem> {
    let wrong = || {
        Problem::new(kinds::BAD_PARAMETER, "this cursor belongs to another list or other filters")
    };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_cause| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_cause| wrong())?;
    let (given, place) = text.split_once(':').ok_or_else(wrong)?;
    let ours = proof(filters, place);
    if bool::from(given.as_bytes().ct_eq(ours.as_bytes())) {
        Ok(place.to_owned())
    } else {
        Err(wrong())
    }
}

impl<T> Page<T> {
    pub fn map<U>(self, show: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(show).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_on_where_it_was_made_and_nowhere_else() {
        let first = PageOf::of(Some(2), None, &("bids", 1)).unwrap();
        let page = first.cut(vec!["a", "b", "c"], ToString::to_string);
        assert_eq!(page.items, ["a", "b"]);
        let next = page.next.unwrap();
        assert_eq!(PageOf::of(None, Some(&next), &("bids", 1)).unwrap().after(), Some("b"));
        assert!(PageOf::of(None, Some(&next), &("bids", 2)).is_err());
        // A cursor cannot be made up: every changed byte is refused.
        let bytes = URL_SAFE_NO_PAD.decode(&next).unwrap();
        for at in 0..bytes.len() {
            let mut forged = bytes.clone();
            forged[at] ^= 1;
            let forged = URL_SAFE_NO_PAD.encode(forged);
            assert!(PageOf::of(None, Some(&forged), &("bids", 1)).is_err(), "{at}");
        }
        assert!(PageOf::of(None, Some("nonsense"), &("bids", 1)).is_err());
        assert!(PageOf::of(Some(0), None, &()).is_err());
        assert!(first.cut(vec!["a", "b"], ToString::to_string).next.is_none());
    }
}
