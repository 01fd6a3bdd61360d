//! How the kernel's values look in the API description: all are strings.

use std::borrow::Cow;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaFormat, Type},
    },
};

use super::{Cpv, Currency, Email, Key, Line, Points, Region, Text, Theme};

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A list of ids of one kind, for `#[schema(schema_with = ...)]`.
pub fn list_of_ids() -> Schema {
    let id = string().format(Some(SchemaFormat::Custom("uuid".into())));
    ArrayBuilder::new().items(id).into()
}

macro_rules! as_string {
    ($name:ident, $example:literal) => {
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                string().examples([$example]).into()
            }
        }
        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}

as_string!(Cpv, "72000000");
as_string!(Currency, "GBP");
as_string!(Region, "UKI");
as_string!(Theme, "air-quality");
as_string!(Email, "officer@council.gov.uk");
as_string!(Key, "approach");
as_string!(Points, "7.50");

macro_rules! as_bounded_string {
    ($name:ident) => {
        impl<const MAX: usize> PartialSchema for $name<MAX> {
            fn schema() -> RefOr<Schema> {
                string().min_length(Some(1)).max_length(Some(MAX)).into()
            }
        }
        impl<const MAX: usize> ToSchema for $name<MAX> {
            fn name() -> Cow<'static, str> {
                format!("{}{MAX}", stringify!($name)).into()
            }
        }
    };
}

as_bounded_string!(Text);
as_bounded_string!(Line);
