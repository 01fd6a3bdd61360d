//! Words as other systems have kept them, put right.

use encoding_rs::WINDOWS_1252;

/// Text that can be stored and shown, and what had to be done to it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    pub text: String,
    pub done: Vec<&'static str>,
}

/// Takes out what cannot be seen, and reads again what was once read in the wrong encoding.
pub fn cleaned(raw: &str, lines: bool) -> Cleaned {
    let mut done = Vec::new();
    let mut text = raw.to_owned();
    if text.contains(['â', 'Ã', 'Â']) {
        let again = reread(&text);
        if again != text {
            done.push("was UTF-8 read as Windows-1252: read again");
            text = again;
        }
    }
    let seen: String = text.chars().filter(|c| !is_unseen(*c, lines)).collect();
    if seen != text {
        done.push("characters that cannot be seen are taken out");
    }
    let text = if lines { seen } else { seen.split_whitespace().collect::<Vec<_>>().join(" ") };
    Cleaned { text: text.trim().to_owned(), done }
}

/// What [`Text`](crate::kernel::Text) and [`Line`](crate::kernel::Line) would refuse.
fn is_unseen(c: char, lines: bool) -> bool {
    if c.is_control() {
        // In a line of its own a break is a blank, and goes with the blanks.
        return if lines { !matches!(c, '\n' | '\r' | '\t') } else { !c.is_whitespace() };
    }
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Word by word, so that one word that is as it should be does not keep the others broken.
fn reread(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let (bytes, _, lossy) = WINDOWS_1252.encode(word);
        match std::str::from_utf8(&bytes) {
            Ok(again) if !lossy => again.to_owned(),
            Ok(_) | Err(_) => word.to_owned(),
        }
    });
    words.collect()
}

/// The first `most` characters at most, ended at a word.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    let words = head.rsplit_once(char::is_whitespace).map_or(head.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end())
}

/// The first sentences of a text, up to `most` characters: what a list shows.
pub fn opening(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let head: String = flat.chars().take(most).collect();
    let sentences = head.rmatch_indices(". ").map(|(at, _)| at).find(|at| *at > most / 3);
    match sentences.and_then(|at| head.get(..=at)) {
        Some(whole) => whole.to_owned(),
        None => shortened(&flat, most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_encodings_are_read_again_and_whole_ones_left() {
        let broken = cleaned("the councilâ€™s café", true);
        assert_eq!(broken.text, "the council’s café");
        assert_eq!(broken.done.len(), 1);
        assert_eq!(cleaned("un château à vendre", true).text, "un château à vendre");
        assert!(cleaned("un château à vendre", true).done.is_empty());
    }

    #[test]
    fn what_cannot_be_seen_goes() {
        assert_eq!(cleaned("a\u{200e}b\0c\r\nd", true).text, "abc\r\nd");
        assert_eq!(cleaned(" a \n b\u{7} ", false).text, "a b");
    }

    #[test]
    fn openings_end_with_a_sentence_or_a_word() {
        let text = "One sentence. Another one that is longer than it should be.";
        assert_eq!(opening(text, 20), "One sentence.");
        assert_eq!(opening("onewordafter another", 14), "onewordafter…");
        assert_eq!(opening("short", 10), "short");
    }
}
