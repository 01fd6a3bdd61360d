//! What administrators may do: each has duties of their own, and every rule asks for one of them.

crate::words!(
    /// A duty of an administrator of the platform.
    Duty {
        /// Gives and takes duties.
        Administrators = "administrators",
        /// Assesses capabilities of suppliers.
        Assessment = "assessment",
        /// Suspends and reinstates accounts of people.
        People = "people",
        /// Keeps personal data and the grants of auditors.
        Records = "records",
        /// Publishes the terms of the platform.
        Terms = "terms",
        /// Verifies organisations.
        Verification = "verification",
    }
);

impl Duty {
    /// The refusal of an administrator without the duty.
    pub const fn refusal(self) -> &'static str {
        match self {
            Self::Administrators => "this is for administrators with the duty `administrators`",
            Self::Assessment => "this is for administrators with the duty `assessment`",
            Self::People => "this is for administrators with the duty `people`",
            Self::Records => "this is for administrators with the duty `records`",
            Self::Terms => "this is for administrators with the duty `terms`",
            Self::Verification => "this is for administrators with the duty `verification`",
        }
    }

    /// The subject of the duty, for people.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Administrators => "who has which duties",
            Self::Assessment => "what suppliers say that they can do",
            Self::People => "accounts of people",
            Self::Records => "what is kept of people, and what auditors may read",
            Self::Terms => "the terms, and who accepted them",
            Self::Verification => "organisations, and who they are",
        }
    }
}

/// The duties of one administrator, each once and in order. Somebody with none may do nothing yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Duties(Vec<Duty>);

impl Duties {
    pub fn of(mut duties: Vec<Duty>) -> Self {
        duties.sort_unstable();
        duties.dedup();
        Self(duties)
    }

    pub fn all() -> Self {
        Self::of(Duty::ALL.to_vec())
    }

    pub fn has(&self, duty: Duty) -> bool {
        self.0.contains(&duty)
    }

    pub fn list(&self) -> &[Duty] {
        &self.0
    }

    /// As stored: words in order, with a space between.
    pub fn words(&self) -> String {
        self.0.iter().map(|duty| duty.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// From words with spaces or commas between; the first that is no duty is given back.
    pub fn parse(words: &str) -> Result<Self, &str> {
        let words = words.split([' ', ',']).filter(|word| !word.is_empty());
        words.map(|word| Duty::parse(word).ok_or(word)).collect::<Result<_, _>>().map(Self::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_are_words_in_order() {
        let two = Duties::parse("people,administrators people").unwrap();
        assert_eq!(two.words(), "administrators people");
        assert_eq!(Duties::parse(&Duties::all().words()), Ok(Duties::all()));
        assert_eq!(Duties::parse(""), Ok(Duties::default()));
        assert_eq!(Duties::parse("people cleaning"), Err("cleaning"));
        assert!(Duty::ALL.iter().map(|duty| duty.as_str()).is_sorted());
    }

    #[test]
    fn a_refusal_names_its_duty() {
        for duty in Duty::ALL {
            assert!(duty.refusal().ends_with(&format!("`{duty}`")));
        }
    }
}
