//! How the kernel's values look in the API description: all are strings.

use std::borrow::Cow;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type},
    },
};

use super::{Cpv, Currency, Date, Email, Instant, Key, Line, Points, Region, Text, Theme};

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A list of ids of one kind, for `#[schema(schema_with = ...)]`.
pub fn list_of_ids() -> Schema {
    let id = string().format(Some(SchemaFormat::Custom("uuid".into())));
    ArrayBuilder::new().items(id).into()
}

macro_rules! as_string {
    ($name:ident, $example:literal, $about:literal $(, $format:ident)?) => {
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let schema = string().examples([$example]).description(Some($about));
                $(let schema = schema.format(Some(SchemaFormat::KnownFormat(KnownFormat::$format)));)?
                schema.into()
            }
        }
        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}

as_string!(Cpv, "72000000", "A code of the Common Procurement Vocabulary.");
as_string!(Currency, "GBP", "A currency (ISO 4217).");
as_string!(Region, "UKI", "A region of the United Kingdom (ITL, formerly NUTS).");
as_string!(Theme, "air-quality", "A theme of opportunities.");
as_string!(Email, "officer@council.gov.uk", "An e-mail address.");
as_string!(Key, "approach", "A short name for programs: a letter, then letters, digits, - and _.");
as_string!(Points, "7.50", "Points, with at most two decimals.");
as_string!(Date, "2026-03-31", "A day in London.", Date);
as_string!(Instant, "2026-03-31T16:00:00Z", "An instant in UTC.", DateTime);

macro_rules! as_bounded_string {
    ($name:ident, $about:literal) => {
        impl<const MAX: usize> PartialSchema for $name<MAX> {
            fn schema() -> RefOr<Schema> {
                let about = format!("{} of at most {MAX} characters.", $about);
                string().min_length(Some(1)).max_length(Some(MAX)).description(Some(about)).into()
            }
        }
        impl<const MAX: usize> ToSchema for $name<MAX> {
            fn name() -> Cow<'static, str> {
                format!("{}{MAX}", stringify!($name)).into()
            }
        }
    };
}

as_bounded_string!(Text, "Text");
as_bounded_string!(Line, "A line of text");
