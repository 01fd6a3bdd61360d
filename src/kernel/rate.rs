//! How much may come in how long.

use std::{fmt, str::FromStr};

use super::Period;

/// So many in such a time, as in `600/PT1M`: all at once, or spread over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub most: u32,
    pub each: Period,
}

/// A rate, or none at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MaybeRate(pub Option<Rate>);

impl FromStr for MaybeRate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        let wrong = || "is neither \"off\" nor a number in a time, as in 600/PT1M".to_owned();
        let (most, each) = text.split_once('/').ok_or_else(wrong)?;
        let most: u32 = most.parse().map_err(|_cause| wrong())?;
        let each: Period = each.parse().map_err(|_cause| wrong())?;
        let sensible = most > 0 && each >= Period::seconds(1) && each <= Period::days(1);
        if sensible { Ok(Self(Some(Rate { most, each }))) } else { Err(wrong()) }
    }
}

impl fmt::Display for MaybeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Rate { most, each }) => write!(f, "{most}/{each}"),
            None => f.write_str("off"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_in_a_time_or_off() {
        for good in ["off", "600/PT1M", "1/PT1S"] {
            assert_eq!(good.parse::<MaybeRate>().unwrap().to_string(), good);
        }
        for bad in ["", "600", "0/PT1M", "-1/PT1M", "600/soon", "600/PT0S", "600/P2D", "Off"] {
            assert!(bad.parse::<MaybeRate>().is_err(), "{bad}");
        }
    }
}
