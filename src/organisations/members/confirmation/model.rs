//! The yearly confirmation of a member of a public body, and its reminders.

use crate::prelude::*;

/// The times before the end at which the owners are reminded.
const REMINDERS: [Period; 5] =
    [Period::days(30), Period::days(15), Period::days(5), Period::days(1), Period::days(0)];

/// A confirmation for a year.
#[derive(Debug, Clone, Copy)]
pub struct Year {
    pub until: Instant,
}

impl Year {
    pub const fn from(now: Instant) -> Self {
        Self { until: now.plus(Period::days(365)) }
    }

    /// The time of the next reminder.
    pub fn reminder_after(self, now: Instant) -> Option<Instant> {
        let told = REMINDERS.map(|before| self.until.minus(before));
        told.into_iter().filter(|at| *at > now).min()
    }
}

/// Members whom an owner confirms.
#[derive(Debug)]
pub struct ConfirmationAsked {
    pub of: Id<Organisation>,
    pub users: Vec<Id<User>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotConfirm {
    #[error("only public bodies confirm their members every year")]
    NeedsNoConfirming,
}

impl Refuse for CannotConfirm {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reminder_has_its_day() {
        let start = Instant::from_micros(0);
        let day = |n: i64| start.plus(Period::days(n));
        let year = Year::from(start);
        assert_eq!(year.until, day(365));
        for (now, next) in [(0, 335), (335, 350), (336, 350), (350, 360), (360, 364), (364, 365)] {
            assert_eq!(year.reminder_after(day(now)), Some(day(next)), "day {now}");
        }
        assert_eq!(year.reminder_after(day(365)), None);
    }
}
