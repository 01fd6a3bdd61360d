//! The size class of a supplier (Procurement Act 2023, s.123; RULES 19).

use crate::{
    kernel::{Date, Money},
    words,
};

words!(
    /// The size class of a supplier (Procurement Act 2023, s.123).
    SizeClass {
        /// Fewer than 10 staff; a small or medium-sized enterprise.
        Micro = "micro",
        /// Fewer than 50 staff; a small or medium-sized enterprise.
        Small = "small",
        /// Fewer than 250 staff; a small or medium-sized enterprise.
        Medium = "medium",
        /// Above the bounds of the law for small and medium-sized enterprises.
        Large = "large",
    }
);

impl SizeClass {
    /// True for small and medium-sized enterprises.
    pub fn is_sme(self) -> bool {
        self != Self::Large
    }
}

/// The bounds of the law from a day on; earlier declarations keep the earlier bounds.
struct Bounds {
    /// The first day, as year, month, day.
    from: &'static str,
    /// Fewer staff than this.
    staff: u32,
    /// At most this, in pence.
    turnover: i64,
    balance_sheet: i64,
}

/// Newest first. Procurement Act 2023, s.123(1), in force since 24 February 2025.
const BOUNDS: [Bounds; 1] = [Bounds {
    from: "2025-02-24",
    staff: 250,
    turnover: 4_400_000_000,
    balance_sheet: 3_800_000_000,
}];

/// The bounds of official statistics within the one class of the law.
const MICRO: u32 = 10;
const SMALL: u32 = 50;

/// The class of a supplier on a day: few staff, and a turnover or a balance sheet within bounds.
/// Amounts are in pounds sterling.
pub fn class(staff: u32, turnover: Money, balance_sheet: Money, on: Date) -> SizeClass {
    let began = |bounds: &&Bounds| bounds.from.parse::<Date>().is_ok_and(|from| from <= on);
    let [oldest] = &BOUNDS;
    let bounds = BOUNDS.iter().find(began).unwrap_or(oldest);
    let within =
        turnover.minor() <= bounds.turnover || balance_sheet.minor() <= bounds.balance_sheet;
    match staff {
        staff if staff >= bounds.staff || !within => SizeClass::Large,
        staff if staff < MICRO => SizeClass::Micro,
        staff if staff < SMALL => SizeClass::Small,
        _ => SizeClass::Medium,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Currency;

    /// RULES 19, at each of its edges.
    #[test]
    fn the_law_draws_the_line() {
        let pounds = |pounds: i64| Money::from_minor(pounds * 100, Currency::GBP).unwrap();
        let on = "2026-11-25".parse().unwrap();
        let of = |staff, turnover, sheet| class(staff, pounds(turnover), pounds(sheet), on);
        let (million, much) = (1_000_000, 900_000_000);
        for (staff, turnover, sheet, class) in [
            (0, 0, 0, SizeClass::Micro),
            (9, million, million, SizeClass::Micro),
            (10, million, million, SizeClass::Small),
            (49, million, million, SizeClass::Small),
            (50, million, million, SizeClass::Medium),
            (249, million, million, SizeClass::Medium),
            (250, million, million, SizeClass::Large),
            (249, 44 * million, much, SizeClass::Medium),
            (249, 44 * million + 1, much, SizeClass::Large),
            (249, much, 38 * million, SizeClass::Medium),
            (249, much, 38 * million + 1, SizeClass::Large),
            (3, much, much, SizeClass::Large),
        ] {
            assert_eq!(of(staff, turnover, sheet), class, "{staff} {turnover} {sheet}");
        }
        assert!(SizeClass::Medium.is_sme() && !SizeClass::Large.is_sme());
        let before = "2020-01-01".parse().unwrap();
        assert_eq!(class(3, pounds(1), pounds(1), before), SizeClass::Micro);
    }
}
