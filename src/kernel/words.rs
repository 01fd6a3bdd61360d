//! Enums that are words: in JSON, in the database and in sentences alike.

/// The description of an enum: its own lines, and a line for each word.
pub fn describe_words(about: &[&str], words: &[(&str, &[&str])]) -> Option<String> {
    let sentence =
        |lines: &[&str]| lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let listed = words.iter().filter(|(_, lines)| !lines.is_empty());
    let listed = listed.map(|(word, lines)| format!("\n- `{word}`: {}", sentence(lines)));
    let listed = listed.collect::<Vec<_>>().concat();
    let whole = format!("{}\n{listed}", sentence(about)).trim().to_owned();
    Some(whole).filter(|whole| !whole.is_empty())
}

/// A word that an enum does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no {kind}")]
pub struct UnknownWord {
    pub word: String,
    pub kind: &'static str,
}

/// Declares an enum of words, with everything that bodies, rows and descriptions need. The lines
/// above the enum and its variants are the description of the API.
#[macro_export]
macro_rules! words {
    ($(#[doc = $about:literal])* $name:ident { $($(#[doc = $line:literal])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[doc = $about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[doc = $line])* #[serde(rename = $word)] $variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in JSON and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, Type};
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .enum_values(Some([$($word),*]))
                    .description($crate::kernel::describe_words(
                        &[$($about),*],
                        &[$(($word, &[$($line),*])),*],
                    ))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(self.as_str(), out)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let word = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)?;
                Ok(word.parse()?)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let unknown = || Self::Err { word: word.to_owned(), kind: stringify!($name) };
                Self::parse(word).ok_or_else(unknown)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl deserr::Deserr<$crate::kernel::Faults> for $name {
            fn deserialize_from_value<V: deserr::IntoValue>(
                value: deserr::Value<V>,
                at: deserr::ValuePointerRef<'_>,
            ) -> Result<Self, $crate::kernel::Faults> {
                let word = <String as deserr::Deserr<$crate::kernel::Faults>>::deserialize_from_value(value, at)?;
                Self::parse(&word).ok_or_else(|| {
                    let known = [$($word),*].join(", ");
                    $crate::kernel::Faults::at(at, "unknown-value", format!("must be one of {known}"))
                })
            }
        }
    };
}
