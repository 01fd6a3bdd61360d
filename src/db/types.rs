//! How the kernel's values are kept: ids as their 36 characters, instants as microseconds, marks as
//! hundredths, days and currencies as they are written.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, Queryable},
    serialize::{self, Output, ToSql},
    sql_types::{BigInt, Text},
};

use crate::{
    access::Duties,
    kernel::{Currency, Date, Id, Instant, Issuer, Networks, Points},
};

impl<E, DB: Backend> ToSql<Text, DB> for Id<E>
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<E, DB: Backend> FromSql<Text, DB> for Id<E>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(String::from_sql(value)?.parse()?)
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Instant
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_micros().to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Instant
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_micros(i64::from_sql(value)?))
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Points
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_hundredths().to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Points
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let hundredths = i64::from_sql(value)?;
        Self::from_hundredths(hundredths).ok_or_else(|| format!("{hundredths} is no mark").into())
    }
}

macro_rules! written {
    ($($name:ty),*) => {$(
        impl<DB: Backend> ToSql<Text, DB> for $name
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.as_str().to_sql(out)
            }
        }
    )*};
}

macro_rules! read {
    ($($name:ty: $parse:expr),* $(,)?) => {$(
        impl<DB: Backend> FromSql<Text, DB> for $name
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok($parse(&String::from_sql(value)?)?)
            }
        }
    )*};
}

written!(Currency, Issuer);
read!(
    Currency: Currency::parse,
    Date: str::parse::<Date>,
    Issuer: Issuer::parse,
    Networks: Networks::parse,
);

impl<DB: Backend> Queryable<Text, DB> for Duties
where
    String: FromSql<Text, DB>,
{
    type Row = String;

    fn build(words: String) -> deserialize::Result<Self> {
        Self::parse(&words).map_err(|word| format!("`{word}` is no duty").into())
    }
}
