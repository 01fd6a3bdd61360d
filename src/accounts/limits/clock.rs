//! The clock of the application, as the rate limiters read it.

use std::{num::NonZeroU32, sync::Arc};

use governor::{clock, nanos::Nanos};

use crate::kernel::Clock;

/// The clock of the house, as the limiter reads it.
#[derive(Clone)]
pub struct LimiterClock(pub Arc<dyn Clock>);

impl clock::Clock for LimiterClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let micros = u64::try_from(self.0.now().micros()).unwrap_or(0);
        Nanos::from(micros.saturating_mul(1_000))
    }
}

pub const fn at_least_one(n: u32) -> NonZeroU32 {
    NonZeroU32::MIN.saturating_add(n.saturating_sub(1))
}
