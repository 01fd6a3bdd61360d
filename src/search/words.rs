//! What somebody types, made harmless: words to look for, never the syntax of a search engine.

/// Words in lower case, at most a dozen of them; the last one may be unfinished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

/// More words than this say nothing more.
const MOST: usize = 12;
const LONGEST: usize = 40;

impl Words {
    /// Letters and digits make words; everything else parts them. None without a single word.
    pub fn of(typed: &str) -> Option<Self> {
        let parts = typed.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let words = parts.map(|part| part.chars().take(LONGEST).collect::<String>().to_lowercase());
        let words: Vec<String> = words.take(MOST).collect();
        if words.is_empty() { None } else { Some(Self(words)) }
    }

    /// All words, the last as a prefix, in the syntax of FTS5.
    pub fn for_fts5(&self) -> String {
        let quoted: Vec<String> = self.0.iter().map(|word| format!("\"{word}\"")).collect();
        format!("{}*", quoted.join(" "))
    }

    /// The same in the syntax of `to_tsquery`.
    pub fn for_tsquery(&self) -> String {
        let quoted: Vec<String> = self.0.iter().map(|word| format!("'{word}'")).collect();
        format!("{}:*", quoted.join(" & "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn syntax_is_only_punctuation() {
        let words = Words::of("air* AND (quality) OR \"x\" NEAR/3 title:").unwrap();
        assert_eq!(words.for_fts5(), r#""air" "and" "quality" "or" "x" "near" "3" "title"*"#);
        assert_eq!(Words::of("((((").map(|w| w.for_fts5()), None);
        assert_eq!(Words::of("drain sens").unwrap().for_tsquery(), "'drain' & 'sens':*");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_stays_between_its_quotes(typed in "\\PC{0,300}") {
            if let Some(words) = Words::of(&typed) {
                prop_assert!(words.0.len() <= MOST);
                for word in &words.0 {
                    prop_assert!(word.chars().all(char::is_alphanumeric), "{word}");
                }
            }
        }
    }
}
