//! Places as notices name them, as regions of NUTS/ITL.

use crate::kernel::Region;

/// The nine regions of England (ITL 1), which has no code of its own.
const ENGLAND: [&str; 9] = ["UKC", "UKD", "UKE", "UKF", "UKG", "UKH", "UKI", "UKJ", "UKK"];

/// Names that Contracts Finder writes in the place of codes.
const NAMES: [(&str, &str); 13] = [
    ("North East", "UKC"),
    ("North West", "UKD"),
    ("Yorkshire and the Humber", "UKE"),
    ("East Midlands", "UKF"),
    ("West Midlands", "UKG"),
    ("East of England", "UKH"),
    ("London", "UKI"),
    ("South East", "UKJ"),
    ("South West", "UKK"),
    ("Wales", "UKL"),
    ("Scotland", "UKM"),
    ("Northern Ireland", "UKN"),
    ("United Kingdom", "UK"),
];

/// The regions that a code or a name stands for; none when it is not in the United Kingdom.
///
/// ITL took the place of NUTS in 2021 and begins with `TL`; the rest of each code is the same.
pub fn named(place: &str) -> Vec<Region> {
    let place = place.trim();
    if matches!(place, "England" | "ENG") {
        return ENGLAND.iter().filter_map(|code| Region::parse(code).ok()).collect();
    }
    let by_name = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(place));
    let code = match (by_name, place.strip_prefix("TL")) {
        (Some((_, code)), _) => (*code).to_owned(),
        (None, Some(rest)) => format!("UK{rest}"),
        (None, None) => place.to_owned(),
    };
    Region::parse(&code).ok().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(place: &str) -> Vec<String> {
        named(place).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_and_both_kinds_of_codes_are_known() {
        assert_eq!(codes("London"), ["UKI"]);
        assert_eq!(codes("TLI31"), ["UKI31"]);
        assert_eq!(codes("UKM93"), ["UKM93"]);
        assert_eq!(codes("England").len(), 9);
        assert!(codes("Channel Islands").is_empty());
    }
}
