//! Full-text search: the words that somebody types, made harmless, in the syntax of each database.

use crate::kernel::{Problem, kinds};

/// Words in lower case, at most a dozen of them; the last one may be unfinished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtWords(Vec<String>);

/// Whether a find has all the words or, when nothing has, any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsMatch {
    All,
    Any,
}

/// More words than this say nothing more.
const MOST: usize = 12;
const LONGEST: usize = 40;

impl SoughtWords {
    /// The words of a parameter `q`.
    pub fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        if typed.chars().count() > 200 {
            return Err(Problem::new(kinds::BAD_PARAMETER, "q has at most 200 characters"));
        }
        Ok(Self::of(typed))
    }

    /// Letters and digits make words; everything else parts them. None without a single word.
    pub fn of(typed: &str) -> Option<Self> {
        let parts = typed.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let words = parts.map(|part| part.chars().take(LONGEST).collect::<String>().to_lowercase());
        let words: Vec<String> = words.take(MOST).collect();
        if words.is_empty() { None } else { Some(Self(words)) }
    }

    pub fn are_several(&self) -> bool {
        self.0.len() > 1
    }

    /// The words, the last as a prefix, in the syntax of FTS5.
    pub fn for_fts5(&self, how: WordsMatch) -> String {
        let quoted: Vec<String> = self.0.iter().map(|word| format!("\"{word}\"")).collect();
        let between = match how {
            WordsMatch::All => " AND ",
            WordsMatch::Any => " OR ",
        };
        format!("{}*", quoted.join(between))
    }

    /// The same in the syntax of `to_tsquery`.
    pub fn for_tsquery(&self, how: WordsMatch) -> String {
        let quoted: Vec<String> = self.0.iter().map(|word| format!("'{word}'")).collect();
        let between = match how {
            WordsMatch::All => " & ",
            WordsMatch::Any => " | ",
        };
        format!("{}:*", quoted.join(between))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn syntax_is_only_punctuation() {
        let words = SoughtWords::of("air* AND (quality) OR \"x\" NEAR/3 title:").unwrap();
        let asked =
            r#""air" AND "and" AND "quality" AND "or" AND "x" AND "near" AND "3" AND "title"*"#;
        assert_eq!(words.for_fts5(WordsMatch::All), asked);
        assert_eq!(SoughtWords::of("(((("), None);
        let words = SoughtWords::of("drain sens").unwrap();
        assert_eq!(words.for_tsquery(WordsMatch::All), "'drain' & 'sens':*");
        assert_eq!(words.for_tsquery(WordsMatch::Any), "'drain' | 'sens':*");
        assert_eq!(words.for_fts5(WordsMatch::Any), r#""drain" OR "sens"*"#);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_stays_between_its_quotes(typed in "\\PC{0,300}") {
            if let Some(words) = SoughtWords::of(&typed) {
                prop_assert!(words.0.len() <= MOST);
                for word in &words.0 {
                    prop_assert!(word.chars().all(char::is_alphanumeric), "{word}");
                }
            }
        }
    }
}
