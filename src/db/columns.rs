//! Columns that hold more than text: JSON, and lists of words.

use std::{collections::BTreeMap, error::Error, fmt, str::FromStr};

use diesel::{
    Queryable,
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    serialize::{self, Output, ToSql},
    sql_types::{Nullable, Text},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::kernel::{Currency, Money};

/// A column of JSON, as it is read: text that is not the JSON of a `T` is damage.
#[derive(Debug, Clone, PartialEq, Eq, FromSqlRow)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, DB: Backend> FromSql<Text, DB> for Json<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(&String::from_sql(value)?)?))
    }
}

impl<T> From<Json<Self>> for Vec<T> {
    fn from(column: Json<Self>) -> Self {
        column.0
    }
}

/// A column of JSON that may be empty, as it is read.
#[derive(Debug, Clone, PartialEq, Eq, FromSqlRow)]
pub struct MaybeJson<T>(pub Option<T>);

impl<T: DeserializeOwned, DB: Backend> FromSql<Nullable<Text>, DB> for MaybeJson<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Some(Json::from_sql(value)?.0)))
    }

    fn from_nullable_sql(value: Option<DB::RawValue<'_>>) -> deserialize::Result<Self> {
        value.map_or(Ok(Self(None)), Self::from_sql)
    }
}

impl<T> From<MaybeJson<T>> for Option<T> {
    fn from(column: MaybeJson<T>) -> Self {
        column.0
    }
}

impl<K, V> From<Json<Self>> for BTreeMap<K, V> {
    fn from(column: Json<Self>) -> Self {
        column.0
    }
}

/// A value as a column of JSON, as it is written.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Encoded {
    Encoded(serde_json::to_string(value).map_err(|error| error.to_string()))
}

/// Text for a column. The statement fails where the value had none.
#[derive(Debug, Clone, AsExpression)]
#[diesel(sql_type = Text)]
pub struct Encoded(Result<String, String>);

impl<DB: Backend> ToSql<Text, DB> for Encoded
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        match &self.0 {
            Ok(text) => text.as_str().to_sql(out),
            Err(why) => Err(why.as_str().into()),
        }
    }
}

/// A column of words with a space between each, as it is read: a word that is no `T` is damage.
#[derive(Debug, Clone, PartialEq, Eq, FromSqlRow)]
pub struct Words<T>(pub Vec<T>);

impl<T: FromStr<Err: Error + Send + Sync + 'static>, DB: Backend> FromSql<Text, DB> for Words<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(value)?;
        Ok(Self(text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?))
    }
}

impl<T> From<Words<T>> for Vec<T> {
    fn from(column: Words<T>) -> Self {
        column.0
    }
}

/// Words as a column, as it is written.
pub fn words<T: fmt::Display>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The two columns of an amount of money that may be missing, as they are read.
#[derive(Debug, Clone, Queryable)]
pub struct MoneyColumns {
    minor: Option<i64>,
    currency: Option<Currency>,
}

impl From<MoneyColumns> for Option<Money> {
    fn from(columns: MoneyColumns) -> Self {
        columns.minor.zip(columns.currency).and_then(|(minor, of)| Money::from_minor(minor, of))
    }
}
