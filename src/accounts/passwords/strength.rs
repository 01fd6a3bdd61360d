//! Whether a password is easy to guess (NCSC: no rules of composition, but a deny list and an
//! honest word about strength).

use zxcvbn::{Score, zxcvbn};

use super::model::Password;

/// More than this is not looked at: it would take long, and length has made it strong by then.
const LOOKED_AT: usize = 100;

/// Why a password is easy to guess, in plain words; none when it is not: at least ten to the eighth
/// guesses by an attacker who knows the names of its owner and of this platform (zxcvbn, 3 of 4).
pub fn weakness(password: &Password, about: &[String]) -> Option<String> {
    let typed: String = password.as_str().chars().take(LOOKED_AT).collect();
    let known: Vec<&str> = about.iter().map(String::as_str).chain(["guildhall"]).collect();
    let judged = zxcvbn(&typed, &known);
    if judged.score() >= Score::Three {
        return None;
    }
    let feedback = judged.feedback();
    let warning = feedback.and_then(zxcvbn::feedback::Feedback::warning).map(|w| w.to_string());
    let hint = feedback.and_then(|f| f.suggestions().first().copied()).map(|s| s.to_string());
    let why = warning.unwrap_or_else(|| "This is easy to guess.".to_owned());
    let hint = hint.unwrap_or_else(|| "Use three random words.".to_owned());
    Some(format!("{why} {hint}"))
}

/// The words that name a person: the address, its parts, and the parts of the name.
pub fn words_about(email: &str, full_name: &str) -> Vec<String> {
    let parts = email.split(['@', '.', '-', '_', '+']).chain(full_name.split_whitespace());
    let joined: String = full_name.split_whitespace().collect();
    let whole = [email.to_owned(), full_name.to_lowercase(), joined.to_lowercase()];
    parts.filter(|part| part.chars().count() > 2).map(str::to_lowercase).chain(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(password: &str) -> Option<String> {
        let about = words_about("ada.lovelace@camden.example", "Ada Lovelace");
        weakness(&Password::parse(password.to_owned()).unwrap(), &about)
    }

    /// SAFETY E6: no rules of composition; what everybody tries, and what names its owner, is refused.
    #[test]
    fn what_is_easy_to_guess_is_refused_with_a_reason() {
        for weak in [
            "passwordpassword",
            "aaaaaaaaaaaaaaaa",
            "123456789012",
            "qwertyuiop12",
            "lovelaceada1",
            "adalovelace1815",
            "guildhallguildhall",
            "abcdefghijklm",
            "letmeinletmein",
        ] {
            let why = judged(weak).unwrap_or_else(|| panic!("{weak} was taken"));
            assert!(why.ends_with('.') && why.len() > 20, "{why}");
        }
        for strong in [
            "three random words",
            "Tr0ub4dour & a horse",
            "\u{fc}ber die Br\u{fc}cke gehn",
            &"no wind no rain no herring gulls ".repeat(30),
        ] {
            assert_eq!(judged(strong), None, "{strong}");
        }
    }
}
