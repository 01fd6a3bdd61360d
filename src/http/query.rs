//! Query parameters, parsed like bodies: unknown or repeated ones are refused (400).

use std::{
    collections::HashSet,
    future::{Ready, ready},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use deserr::Deserr;
use serde_json::{Map, Value};

use super::Refusal;
use crate::kernel::{Faults, PageOf, Problem, kinds};

/// Parsed query parameters.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: Deserr<Faults> + 'static> FromRequest for Query<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self).map_err(Refusal::from))
    }
}

/// The part of a list that is asked for.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

impl PageQuery {
    /// The page of a list, which is named with its filters.
    pub fn page(&self, list_and_filters: &impl std::fmt::Debug) -> Result<PageOf, Problem> {
        PageOf::of(self.limit, self.cursor.as_deref(), list_and_filters)
    }
}

/// Digits become numbers, `true` and `false` become booleans where a field wants them.
fn parse<T: Deserr<Faults>>(query: &str) -> Result<T, Problem> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query)
        .map_err(|error| Problem::new(kinds::BAD_PARAMETER, error.to_string()))?;
    let mut seen = HashSet::new();
    let mut all = Map::new();
    for (name, text) in pairs {
        if !seen.insert(name.clone()) {
            let detail = format!("the parameter {name:?} appears twice");
            return Err(Problem::new(kinds::BAD_PARAMETER, detail));
        }
        let value = if name == "limit" {
            text.parse::<u64>().map_or(Value::String(text), Value::from)
        } else {
            Value::String(text)
        };
        all.insert(name, value);
    }
    deserr::deserialize::<T, _, Faults>(Value::Object(all)).map_err(|faults| {
        let mut problem = Problem::from(faults);
        let said: Vec<_> = problem
            .errors
            .iter()
            .map(|e| format!("{} {}", e.pointer.trim_start_matches('/'), e.detail))
            .collect();
        problem.detail = said.join("; ");
        problem.kind = kinds::BAD_PARAMETER;
        problem
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserr)]
    #[deserr(error = Faults, deny_unknown_fields)]
    struct Example {
        #[deserr(default)]
        q: Option<String>,
        #[deserr(default)]
        limit: Option<u8>,
    }

    #[test]
    fn parameters_are_known_and_stand_once() {
        let good: Example = parse("q=a%20b&limit=5").unwrap();
        assert_eq!((good.q.as_deref(), good.limit), (Some("a b"), Some(5)));
        for bad in ["x=1", "q=1&q=2", "limit=999", "limit=-1", "limit=x"] {
            assert_eq!(parse::<Example>(bad).unwrap_err().kind, kinds::BAD_PARAMETER, "{bad}");
        }
    }
}
