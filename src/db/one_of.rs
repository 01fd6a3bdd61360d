//! `column in (...)` with few shapes, so that its statement is prepared once and kept. Diesel's own
//! `eq_any` is prepared anew each time on SQLite.

use std::marker::PhantomData;

use diesel::{
    AppearsOnTable, Expression, QueryResult, SelectableExpression,
    backend::Backend,
    expression::ValidGrouping,
    query_builder::{AstPass, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{Bool, HasSqlType, SingleValue},
};

/// How many places a list may have: it is filled up with its last value.
const SHAPES: [usize; 5] = [1, 21, 101, 401, 1_001];

/// Whether a column is one of some values.
#[derive(Debug, Clone)]
pub struct OneOf<C, ST, T> {
    column: C,
    values: Vec<T>,
    kind: PhantomData<ST>,
}

/// `column in (values)`. Nothing is one of no values.
pub fn one_of<C: Expression, T: Clone>(column: C, values: &[T]) -> OneOf<C, C::SqlType, T> {
    let mut values = values.to_vec();
    let shape = SHAPES.iter().copied().find(|shape| *shape >= values.len());
    if let Some(last) = values.last().cloned() {
        values.resize(shape.unwrap_or(values.len()), last);
    }
    OneOf { column, values, kind: PhantomData }
}

impl<C: Expression, ST, T> Expression for OneOf<C, ST, T> {
    type SqlType = Bool;
}

impl<C, ST, T, QS> AppearsOnTable<QS> for OneOf<C, ST, T>
where
    C: AppearsOnTable<QS>,
    Self: Expression,
{
}

impl<C, ST, T, QS> SelectableExpression<QS> for OneOf<C, ST, T>
where
    C: SelectableExpression<QS>,
    Self: AppearsOnTable<QS>,
{
}

impl<C: ValidGrouping<G>, ST, T, G> ValidGrouping<G> for OneOf<C, ST, T> {
    type IsAggregate = C::IsAggregate;
}

// The number of places is part of the text, which is what the cache goes by.
impl<C, ST, T> QueryId for OneOf<C, ST, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, ST, T, DB> QueryFragment<DB> for OneOf<C, ST, T>
where
    DB: Backend + HasSqlType<ST>,
    ST: SingleValue,
    C: QueryFragment<DB>,
    T: ToSql<ST, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.values.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        self.column.walk_ast(out.reborrow())?;
        for (n, value) in self.values.iter().enumerate() {
            out.push_sql(if n == 0 { " in (" } else { ", " });
            out.push_bind_param::<ST, T>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}
