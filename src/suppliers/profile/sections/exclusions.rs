//! The self-declaration of a supplier on the grounds for exclusion (Procurement Act 2023, ss.57-58,
//! Schedules 6 and 7).

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{prelude::*, words};

words!(
    /// A ground for exclusion: the first thirteen are mandatory (Procurement Act 2023, Schedule 6),
    /// the others discretionary (Schedule 7).
    Ground {
        /// Corporate manslaughter or homicide.
        CorporateManslaughter = "corporate_manslaughter",
        /// Terrorism.
        Terrorism = "terrorism",
        /// Theft, fraud or bribery.
        TheftFraudBribery = "theft_fraud_bribery",
        /// Labour market, slavery and human trafficking offences.
        LabourOffences = "labour_offences",
        /// Organised crime.
        OrganisedCrime = "organised_crime",
        /// Tax offences.
        TaxOffences = "tax_offences",
        /// The cartel offence.
        CartelOffence = "cartel_offence",
        /// Ancillary offences.
        AncillaryOffences = "ancillary_offences",
        /// Offences committed outside the United Kingdom.
        OffencesAbroad = "offences_abroad",
        /// Misconduct in relation to tax.
        TaxMisconduct = "tax_misconduct",
        /// Competition law infringements.
        CompetitionInfringements = "competition_infringements",
        /// Failure to cooperate with an investigation.
        FailureToCooperate = "failure_to_cooperate",
        /// An entry in the debarment list on a mandatory ground.
        DebarmentMandatory = "debarment_mandatory",
        /// Labour market misconduct.
        LabourMisconduct = "labour_misconduct",
        /// Environmental misconduct.
        EnvironmentalMisconduct = "environmental_misconduct",
        /// Insolvency or bankruptcy.
        Insolvency = "insolvency",
        /// Potential competition infringements.
        PotentialCompetitionInfringements = "potential_competition_infringements",
        /// Professional misconduct.
        ProfessionalMisconduct = "professional_misconduct",
        /// Breach of contract or poor performance.
        PoorPerformance = "poor_performance",
        /// Improper conduct in a procurement.
        ActingImproperly = "acting_improperly",
        /// A threat to national security.
        NationalSecurity = "national_security",
        /// An entry in the debarment list on a discretionary ground.
        DebarmentDiscretionary = "debarment_discretionary",
    }
);

impl Ground {
    /// True for the grounds of Schedule 6, which come first; false for those of Schedule 7.
    pub fn is_mandatory(self) -> bool {
        self <= Self::DebarmentMandatory
    }
}

words!(
    /// The outcome of the answers by rule.
    ExclusionOutcome {
        /// No ground applies.
        Pass = "pass",
        /// A ground applies, and a person judges the measures taken.
        Discretionary = "discretionary",
        /// A mandatory ground applies and is likely to occur again.
        Fail = "fail",
    }
);

/// The answer about one ground, for the supplier and everybody connected or associated with it.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct GroundAnswer {
    /// A ground for exclusion, by the headings of the Procurement Act 2023.
    #[schema(example = "tax_misconduct")]
    pub ground: Ground,
    /// Whether the ground applies.
    #[schema(example = true)]
    pub applies: bool,
    /// Whether the circumstances continue or are likely to occur again; required where the ground applies.
    #[deserr(default)]
    #[schema(example = false)]
    pub likely_again: Option<bool>,
    /// The events and the measures taken; required where the ground applies.
    #[deserr(default)]
    #[schema(example = "The tax was paid in 2025, and the director has left.")]
    pub explanation: Option<Text<2000>>,
}

/// A self-declaration: an answer for every ground.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, Serialize, Deserialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Exclusions {
    /// One answer for each ground.
    pub answers: Vec<GroundAnswer>,
}

impl Exclusions {
    /// Faults where a ground has no answer, or two, or an answer that applies has no explanation.
    pub fn faults(&self, at: &str) -> Faults {
        let mut faults = Faults::new();
        for (n, answer) in self.answers.iter().enumerate() {
            let place = format!("{at}/answers/{n}");
            if self.answers.iter().take(n).any(|other| other.ground == answer.ground) {
                faults.add(format!("{place}/ground"), "duplicate", "is answered twice");
            }
            if answer.applies && answer.likely_again.is_none() {
                let why = "say whether it is likely to occur again";
                faults.add(format!("{place}/likely_again"), "missing", why);
            }
            if answer.applies && answer.explanation.is_none() {
                let why = "say what happened, and what was done about it";
                faults.add(format!("{place}/explanation"), "missing", why);
            }
        }
        let answered = |ground: &Ground| self.answers.iter().any(|a| a.ground == *ground);
        let left: Vec<_> =
            Ground::ALL.iter().filter(|g| !answered(g)).map(|g| g.as_str()).collect();
        if !left.is_empty() {
            let why = format!("not answered yet: {}", left.join(", "));
            faults.add(format!("{at}/answers"), "missing", why);
        }
        faults
    }

    /// The outcome of the answers: exclusion is a duty, a choice, or neither.
    pub fn outcome(&self) -> ExclusionOutcome {
        let worst = self.answers.iter().filter(|answer| answer.applies).map(|answer| {
            let again = answer.likely_again.unwrap_or(true);
            if answer.ground.is_mandatory() && again {
                ExclusionOutcome::Fail
            } else {
                ExclusionOutcome::Discretionary
            }
        });
        worst.max().unwrap_or(ExclusionOutcome::Pass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_no() -> Vec<GroundAnswer> {
        let no = |ground: &Ground| GroundAnswer {
            ground: *ground,
            applies: false,
            likely_again: None,
            explanation: None,
        };
        Ground::ALL.iter().map(no).collect()
    }

    fn with(ground: Ground, likely_again: bool) -> Exclusions {
        let mut answers = all_no();
        for answer in answers.iter_mut().filter(|answer| answer.ground == ground) {
            answer.applies = true;
            answer.likely_again = Some(likely_again);
            answer.explanation = Some(Text::parse("Paid, and the director has left.").unwrap());
        }
        Exclusions { answers }
    }

    /// LESSONS-PROCUREMENT 20: rules, not opinions.
    #[test]
    fn answers_pass_fail_or_need_a_person() {
        let clean = Exclusions { answers: all_no() };
        assert_eq!(clean.outcome(), ExclusionOutcome::Pass);
        assert!(clean.faults("").is_empty());
        assert_eq!(Ground::ALL.iter().filter(|g| g.is_mandatory()).count(), 13);
        for ground in Ground::ALL {
            let worst = if ground.is_mandatory() {
                ExclusionOutcome::Fail
            } else {
                ExclusionOutcome::Discretionary
            };
            assert_eq!(with(*ground, true).outcome(), worst);
            assert_eq!(with(*ground, false).outcome(), ExclusionOutcome::Discretionary);
            assert!(with(*ground, true).faults("").is_empty());
        }
    }

    #[test]
    fn every_ground_is_answered_once_and_what_applies_is_explained() {
        let mut answers = all_no();
        answers[1] = answers[0].clone();
        answers[2].applies = true;
        let faults = Exclusions { answers }.faults("/exclusions");
        let places: Vec<_> = faults.iter().map(|f| f.pointer.as_str()).collect();
        let wanted = [
            "/exclusions/answers/1/ground",
            "/exclusions/answers/2/likely_again",
            "/exclusions/answers/2/explanation",
            "/exclusions/answers",
        ];
        assert_eq!(places, wanted);
        assert!(faults.iter().last().unwrap().detail.contains("terrorism"));
    }
}
