//! The steps of an idle account, from the first warning to deactivation.

use crate::{
    kernel::{Instant, Period},
    words,
};

words!(
    /// What the owner of an idle account is told.
    Told { Ten = "ten_days", Five = "five_days", One = "one_day", Deactivated = "deactivated" }
);

/// How long before the end each is told.
const STEPS: [(Told, Period); 4] = [
    (Told::Ten, Period::days(10)),
    (Told::Five, Period::days(5)),
    (Told::One, Period::days(1)),
    (Told::Deactivated, Period::seconds(0)),
];

/// How long an account that is deactivated is left alone until the next look.
const REST: Period = Period::days(1);

/// The last step that is behind us, and the instant of the next.
pub fn step(seen: Instant, idle: Period, now: Instant) -> (Option<Told>, Instant) {
    let end = seen.plus(idle);
    let mut reached = None;
    for (told, before) in STEPS {
        let at = end.minus(before);
        if now < at {
            return (reached, at);
        }
        reached = Some(told);
    }
    (reached, now.plus(REST))
}

/// Whether its owner has not been told this since they were last seen.
pub fn is_news(before: Option<&Look>, reached: Option<Told>, seen: Instant) -> bool {
    reached.is_some_and(|reached| {
        before.is_none_or(|before| {
            before.told.as_deref() != Some(reached.as_str()) || before.told_of != Some(seen)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_its_day() {
        let (seen, idle) = (Instant::from_micros(0), Period::days(90));
        let at = |days: i64| step(seen, idle, seen.plus(Period::days(days)));
        let day = |days: i64| seen.plus(Period::days(days));
        assert_eq!(at(0), (None, day(80)));
        assert_eq!(at(79), (None, day(80)));
        assert_eq!(at(80), (Some(Told::Ten), day(85)));
        assert_eq!(at(86), (Some(Told::Five), day(89)));
        assert_eq!(at(89), (Some(Told::One), day(90)));
        assert_eq!(at(90), (Some(Told::Deactivated), day(91)));
        assert_eq!(at(400), (Some(Told::Deactivated), day(401)));
    }
}

/// What an account's owner was told last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub next_at: Instant,
    pub told: Option<String>,
    pub told_of: Option<Instant>,
}
