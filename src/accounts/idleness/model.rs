//! The steps of an idle account, from the first warning to deactivation.

use diesel::Queryable;

use crate::{prelude::*, words};

words!(
    /// A warning to the owner of an idle account.
    IdleStep { Ten = "ten_days", Five = "five_days", One = "one_day", Deactivated = "deactivated" }
);

/// How long before the end each is told.
const STEPS: [(IdleStep, Period); 4] = [
    (IdleStep::Ten, Period::days(10)),
    (IdleStep::Five, Period::days(5)),
    (IdleStep::One, Period::days(1)),
    (IdleStep::Deactivated, Period::seconds(0)),
];

/// The time from the deactivation of an account to its next check.
const REST: Period = Period::days(1);

/// The last step that is behind us, and the instant of the next.
pub fn step(seen: Instant, idle: Period, now: Instant) -> (Option<IdleStep>, Instant) {
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

/// Whether the owner was not yet sent this warning since they were last seen.
pub fn is_news(before: Option<&LastWarning>, reached: Option<IdleStep>, seen: Instant) -> bool {
    reached.is_some_and(|reached| {
        before.is_none_or(|before| before.told != Some(reached) || before.told_of != Some(seen))
    })
}

/// The last warning that the owner of an account was sent, and the time of the next check.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LastWarning {
    pub next_at: Instant,
    pub told: Option<IdleStep>,
    pub told_of: Option<Instant>,
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
        assert_eq!(at(80), (Some(IdleStep::Ten), day(85)));
        assert_eq!(at(86), (Some(IdleStep::Five), day(89)));
        assert_eq!(at(89), (Some(IdleStep::One), day(90)));
        assert_eq!(at(90), (Some(IdleStep::Deactivated), day(91)));
        assert_eq!(at(400), (Some(IdleStep::Deactivated), day(401)));
    }
}
