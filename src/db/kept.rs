//! Statements in a dialect's own words, prepared once for each connection and kept. Diesel's own
//! `sql_query` is prepared anew each time.

use std::marker::PhantomData;

use diesel::{
    IntoSql as _, QueryResult, RunQueryDsl,
    backend::Backend,
    expression::AsExpression,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{SingleValue, SqlType},
};

/// A statement that gives rows of `ST`: words, values and words again.
#[derive(Debug, Clone)]
pub struct Kept<ST, P> {
    pieces: P,
    rows: PhantomData<ST>,
}

/// Words of SQL.
#[derive(Debug, Clone, Copy)]
pub struct Words(&'static str);

/// A piece of a statement after others.
#[derive(Debug, Clone)]
pub struct Then<A, B>(A, B);

/// Begins a statement that gives rows of `ST`.
pub const fn kept<ST>(words: &'static str) -> Kept<ST, Words> {
    Kept { pieces: Words(words), rows: PhantomData }
}

/// A statement that gives no rows.
pub const fn order(words: &'static str) -> Kept<(), Words> {
    kept(words)
}

impl<ST, P> Kept<ST, P> {
    /// Goes on with a value and the words behind it.
    pub fn bind<T, V>(
        self,
        value: V,
        words: &'static str,
    ) -> Kept<ST, Then<Then<P, V::Expression>, Words>>
    where
        T: SqlType + SingleValue,
        V: AsExpression<T>,
    {
        let pieces = Then(Then(self.pieces, value.into_sql::<T>()), Words(words));
        Kept { pieces, rows: PhantomData }
    }
}

impl<DB: Backend> QueryFragment<DB> for Words {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

impl<DB, A, B> QueryFragment<DB> for Then<A, B>
where
    DB: Backend,
    A: QueryFragment<DB>,
    B: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        self.1.walk_ast(out)
    }
}

impl<DB: Backend, ST, P: QueryFragment<DB>> QueryFragment<DB> for Kept<ST, P> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.pieces.walk_ast(out)
    }
}

// The words are what the cache goes by.
impl<ST, P> QueryId for Kept<ST, P> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST, P> Query for Kept<ST, P> {
    type SqlType = ST;
}

impl<ST, P, C> RunQueryDsl<C> for Kept<ST, P> {}
