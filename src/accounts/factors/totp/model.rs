//! Time-based one-time passwords (TOTP, RFC 6238).

use totp_rs::{Builder, Secret};
use zeroize::Zeroizing;

use crate::{accounts::tokens::one_time::random, prelude::*};

const ISSUER: &str = "Guildhall";

/// The secret that an authenticator app shares with us (RFC 6238: SHA-1, six digits, 30 seconds).
pub struct Totp(totp_rs::Totp);

impl Totp {
    /// 160 random bits, as RFC 4226 recommends.
    pub fn generate(email: &str) -> Result<Self, Fault> {
        Self::over(Secret::new(random::<20>()?), email)
    }

    pub fn read(base32: &str, email: &str) -> Result<Self, Fault> {
        let secret = Secret::try_from_base32(base32).map_err(|error| Fault::corrupt(&error))?;
        Self::over(secret, email)
    }

    fn over(secret: Secret, email: &str) -> Result<Self, Fault> {
        // A colon would end the account's name in the address below.
        let account = email.replace(':', "");
        let totp = Builder::new().with_secret(secret).with_skew(1).with_account_name(account);
        let totp = totp.with_issuer(Some(ISSUER)).build();
        totp.map(Self).map_err(|error| Fault::corrupt(&error))
    }

    /// The secret as people type it into an app: base 32 (RFC 4648).
    pub fn secret(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.secret().to_base32())
    }

    /// The `otpauth` address that a picture for the app's camera holds.
    pub fn uri(&self) -> Result<String, Fault> {
        self.0.to_url().map_err(|error| Fault::corrupt(&error))
    }

    /// Which step of 30 seconds a code stands for, if it stands for now, the one before or the one
    /// after (SAFETY E12).
    pub fn step_of(&self, code: &str, now: Instant) -> Option<i64> {
        let seconds = u64::try_from(now.seconds()).ok()?;
        self.0.check(code, seconds).and_then(|step| i64::try_from(step).ok())
    }
}

/// The purpose that the TOTP secret of a user is encrypted for.
pub fn sealed_for(user: Id<User>) -> String {
    format!("totp‖{user}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * 1_000_000)
    }

    /// The test vectors of RFC 6238, appendix B (the last six digits of each).
    #[test]
    fn codes_are_those_of_rfc_6238() {
        let totp = Totp::read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "ada@x.example").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(totp.step_of(code, at(seconds)), Some(seconds / 30));
        }
    }

    /// SAFETY E12: one step before, one after, no more.
    #[test]
    fn a_code_stands_for_its_step_and_its_neighbours() {
        let totp = Totp::read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "ada@x.example").unwrap();
        let step = 1_234_567_890 / 30;
        for (late, good) in [(-31, false), (-30, true), (0, true), (59, true), (60, false)] {
            let now = at(step * 30 + late);
            assert_eq!(totp.step_of("005924", now).is_some(), good, "{late}");
        }
        for wrong in ["", "5924", "0059245", "abcdef", "００５９２４"] {
            assert_eq!(totp.step_of(wrong, at(1_234_567_890)), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_is_told_whose_secret_it_is() {
        let totp = Totp::generate("ada:x@x.example").unwrap();
        let uri = totp.uri().unwrap();
        assert!(uri.starts_with("otpauth://totp/Guildhall:adax%40x"), "{uri}");
        assert!(uri.contains(totp.secret().as_str()));
        assert_eq!(Totp::read(&totp.secret(), "").unwrap().secret(), totp.secret());
    }
}
