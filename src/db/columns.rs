//! Columns that hold more than text: JSON, and lists of words.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    serialize::{self, Output, ToSql},
    sql_types::Text,
};
use serde::{Serialize, de::DeserializeOwned};

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
