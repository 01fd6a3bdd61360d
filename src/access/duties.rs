//! What administrators may do: each has duties of their own, and every rule asks for one of them.

crate::words!(
    /// What an administrator of the platform is there for (ADR 0024).
    Duty {
        Administrators = "administrators", Assessment = "assessment", People = "people",
        Records = "records", Terms = "terms", Verification = "verification",
    }
);

impl Duty {
    /// What an administrator who has other duties is told.
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

    /// What it is about, for people.
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

    /// The operations that it opens to administrators: each is of one duty. Held against what the
    /// server answers to administrators of every duty (`tests/it/access/matrix/duties.rs`).
    pub const fn operations(self) -> &'static [&'static str] {
        match self {
            Self::Administrators => &["change_duties", "list_administrators"],
            Self::Assessment => &[
                "assess_capability",
                "edit_capability_category",
                "get_capability_application",
                "list_capabilities_to_assess",
                "list_capability_applications",
                "make_capability_category",
                "retire_capability_category",
                "revoke_capability",
            ],
            Self::People => &["reinstate_user", "reset_second_factors", "suspend_user"],
            Self::Records => &[
                "confirm_auditor_grant",
                "lift_hold",
                "list_auditor_grants",
                "list_holds",
                "place_hold",
                "propose_auditor_grant",
                "revoke_auditor_grant",
            ],
            Self::Terms => &["list_terms_acceptances", "publish_terms"],
            Self::Verification => &[
                "confirm_merger",
                "demand_reverification",
                "get_interests",
                "get_merger",
                "list_domains",
                "list_members",
                "list_verifications",
                "propose_merger",
                "reinstate_organisation",
                "suspend_organisation",
                "verify_identifier",
                "verify_organisation",
                "withdraw_domain",
                "withdraw_merger",
            ],
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
    fn an_operation_is_of_one_duty_and_a_refusal_names_it() {
        let mut all: Vec<_> = Duty::ALL.iter().flat_map(|duty| duty.operations()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        for duty in Duty::ALL {
            assert!(duty.operations().is_sorted());
            assert!(duty.refusal().ends_with(&format!("`{duty}`")));
        }
    }
}
