//! Confusable names: a skeleton of each name, so that no organisation passes for another (SAFETY K3;
//! UTS 39, 4).

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

/// A name in Unicode normalisation form C, as the database keeps it.
pub fn composed(name: &str) -> String {
    name.nfc().collect()
}

/// The skeleton that confusable names have in common. Case, spaces, hyphens and invisible characters
/// make no difference; letters of other scripts count as the letters that they resemble.
pub fn likeness(name: &str) -> String {
    let folded: String = name.nfkc().collect::<String>().to_lowercase();
    let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    // Small letters first, so that case makes no difference; then I, which looks like l, is i.
    skeleton(&letters).collect::<String>().to_lowercase().replace('i', "l")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SAFETY K3.
    #[test]
    fn what_looks_alike_is_alike() {
        let twins = [
            "camden council",
            "CAMDEN COUNCIL",
            "Camden-Council",
            "Camden  Council.",
            "\u{421}amden Council",
            "Cam\u{501}en Council",
            "Camden C\u{43e}uncil",
            "\u{ff23}amden Council",
            "Camden\u{200c} Council",
            "C\u{251}mden Council",
            "Camden Counci1",
        ];
        for twin in twins {
            assert_eq!(likeness(twin), likeness("Camden Council"), "{twin}");
        }
        assert_eq!(likeness("lslington Council"), likeness("Islington Council"));
        for other in ["Camden Counsel", "Camden Councils", "Hamden Council", "Candem Council"] {
            assert_ne!(likeness(other), likeness("Camden Council"), "{other}");
        }
        assert_eq!(composed("Cafe\u{301}"), "Caf\u{e9}");
    }
}
