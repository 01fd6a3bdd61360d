//! The one judge of conditions: the profiles of the candidates and the standing of their
//! organisations, at an instant. Pure.

use super::model::{Condition, ConditionState, Reason};
use crate::{
    capabilities::Capability,
    kernel::Date,
    opportunities::{
        Eligibility, NeededBy, ReservedFor, WantedAccreditation, WantedCapability, WantedInsurance,
    },
    organisations::Card,
    prelude::*,
    suppliers::{Accreditation, AccreditationKind, ExclusionOutcome, Insurance, Profile},
};

/// The standing of an organisation: verification, suspension, terms and earlier stage.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub verified: bool,
    pub suspended: bool,
    /// Whether the organisation was awarded the stage that the lot follows; none where the lot follows
    /// no stage.
    pub came_through: Option<bool>,
    /// Whether the terms of the platform were accepted; none where there are none, or that is not
    /// asked.
    pub terms: Option<bool>,
}

impl Standing {
    /// Standing of a supplier that begins a bid.
    pub const fn new(card: &Card, came_through: Option<bool>, terms: Option<bool>) -> Self {
        Self { verified: card.verified, suspended: card.suspended, came_through, terms }
    }

    /// Standing of a supplier that goes on with a bid. A re-verification keeps no supplier out of
    /// that, and a suspended supplier was verified (ADR 0015).
    pub const fn of_bidder(card: &Card) -> Self {
        let verified = card.verified || card.reverifying_since.is_some() || card.suspended;
        Self { verified, suspended: card.suspended, came_through: None, terms: None }
    }
}

/// A supplier that bids, alone or together with others.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub organisation: Id<Organisation>,
    pub name: String,
    pub profile: Profile,
    /// The capabilities that an assessor has granted.
    pub held: Vec<Capability>,
    pub standing: Standing,
    /// Whether the candidate has left the bid, which still names it under seal.
    pub gone: bool,
}

/// Judges every condition of a lot for its candidates, the lead first. Each candidate has to meet
/// the conditions of the platform; one candidate has to meet each condition of the lot.
pub fn judge(
    asked: Option<&Eligibility>,
    lead: &Candidate,
    partners: &[Candidate],
    now: Instant,
) -> Vec<Reason> {
    let all: Vec<&Candidate> = std::iter::once(lead).chain(partners).collect();
    let mut reasons = Vec::new();
    for (n, who) in all.iter().enumerate() {
        let own = each(asked, who, now);
        reasons.extend(own.into_iter().map(|one| if n == 0 { one } else { who.says(one) }));
        if n == 0 {
            reasons.extend(jointly(asked, &all, now));
        }
    }
    // As the lot lists them: grounds for exclusion stand last.
    reasons
        .sort_by_key(|one| (one.organisation_id.is_some(), one.condition == Condition::Exclusions));
    reasons
}

/// The conditions that every candidate has to meet.
fn each(asked: Option<&Eligibility>, who: &Candidate, now: Instant) -> Vec<Reason> {
    if who.gone {
        return vec![left()];
    }
    let mut reasons = stands(who.standing);
    reasons.extend(asked.and_then(|asked| reserved(&asked.reserved_for, &who.profile, now)));
    for wanted in asked.iter().flat_map(|asked| &asked.accreditations).filter(|one| one.of_each) {
        reasons.push(accreditation(wanted, &who.profile, now));
    }
    reasons.push(exclusions(&who.profile, now));
    reasons
}

/// The conditions that one of the candidates has to meet.
fn jointly(asked: Option<&Eligibility>, all: &[&Candidate], now: Instant) -> Vec<Reason> {
    let Some(asked) = asked else { return Vec::new() };
    let accreditations = asked.accreditations.iter().filter(|one| !one.of_each);
    let accreditations = accreditations
        .filter_map(|wanted| best(all, |who| accreditation(wanted, &who.profile, now)));
    let mut reasons: Vec<Reason> = accreditations.collect();
    let insurances = asked.insurances.iter();
    reasons.extend(
        insurances.filter_map(|wanted| best(all, |who| insurance(wanted, &who.profile, now))),
    );
    let capabilities = asked.capabilities.iter();
    reasons
        .extend(capabilities.filter_map(|wanted| best(all, |who| capability(wanted, &who.held))));
    reasons
}

/// The reason of the candidate that comes nearest; the lead where others come no nearer.
fn best(all: &[&Candidate], found: impl Fn(&Candidate) -> Reason) -> Option<Reason> {
    let there = all.iter().filter(|who| !who.gone).map(|who| (who, found(who)));
    let (who, reason) = there.min_by_key(|(_, reason)| reason.state)?;
    let lead = all.first().is_some_and(|lead| lead.organisation == who.organisation);
    Some(if lead { reason } else { who.says(reason) })
}

impl Candidate {
    /// A reason that is about this partner.
    fn says(&self, reason: Reason) -> Reason {
        let detail = format!("{}: {}", self.name, reason.detail);
        Reason { organisation_id: Some(self.organisation), detail, ..reason }
    }

    /// A reason as the other candidates see it: the state, without the words of the profile.
    pub fn veils(&self, reason: Reason) -> Reason {
        let stands = match reason.state {
            ConditionState::Met => "meets this",
            ConditionState::Expired => "met this condition, but its evidence has expired",
            ConditionState::Missing => "has not stated whether it meets this condition",
            ConditionState::NotMet => "does not meet this condition",
        };
        Reason { pointer: None, detail: format!("{}: {stands}", self.name), ..reason }
    }
}

/// The reason about a partner that has left the bid, which still names it under seal.
fn left() -> Reason {
    Reason {
        condition: Condition::Partner,
        kind: None,
        organisation_id: None,
        pointer: None,
        state: ConditionState::NotMet,
        by: NeededBy::Award,
        keeps_out: true,
        detail: "has left this bid since it was submitted".to_owned(),
    }
}

/// Evidence about one condition, before the condition is named.
struct Evidence {
    state: ConditionState,
    pointer: String,
    detail: String,
}

impl Evidence {
    fn new(state: ConditionState, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { state, pointer: pointer.into(), detail: detail.into() }
    }

    fn of(self, condition: Condition, kind: Option<&str>, by: NeededBy) -> Reason {
        Reason {
            condition,
            kind: kind.map(str::to_owned),
            organisation_id: None,
            pointer: Some(self.pointer),
            state: self.state,
            by,
            keeps_out: self.state != ConditionState::Met,
            detail: self.detail,
        }
    }
}

/// The conditions that do not depend on the profile.
fn stands(standing: Standing) -> Vec<Reason> {
    let reason = |condition, met: bool, yes: &str, no: &str| Reason {
        condition,
        kind: None,
        organisation_id: None,
        pointer: None,
        state: if met { ConditionState::Met } else { ConditionState::NotMet },
        by: NeededBy::Submission,
        keeps_out: !met,
        detail: if met { yes } else { no }.to_owned(),
    };
    let verified = "an administrator of the platform has to verify the organisation before it submits a bid that it begins now";
    let mut reasons = vec![
        reason(Condition::Verified, standing.verified, "the organisation is verified", verified),
        reason(
            Condition::NotSuspended,
            !standing.suspended,
            "the organisation is not suspended",
            "an administrator of the platform has suspended the organisation",
        ),
    ];
    reasons.extend(standing.terms.map(|accepted| {
        let yes = "the terms of the platform were accepted";
        let no = "an owner or a bidder has to accept the terms of the platform that apply now";
        reason(Condition::Terms, accepted, yes, no)
    }));
    reasons.extend(standing.came_through.map(|came| {
        let yes = "the stage before this one was awarded to the organisation";
        let no = "this stage accepts bids only from suppliers awarded in the stage before";
        reason(Condition::EarlierStage, came, yes, no)
    }));
    reasons
}

/// One of the classes is enough: the reason is about the class that the supplier comes nearest to.
fn reserved(classes: &[ReservedFor], profile: &Profile, now: Instant) -> Option<Reason> {
    let found = classes.iter().map(|class| match class {
        ReservedFor::Sme => sme(profile, now),
        ReservedFor::Vcse => vcse(profile, now),
    });
    let best = found.min_by_key(|found| found.state)?;
    Some(best.of(Condition::ReservedFor, None, NeededBy::Submission))
}

fn sme(profile: &Profile, now: Instant) -> Evidence {
    let (state, detail) = match (profile.size(), profile.size_class(now)) {
        (_, Some(class)) if class.is_sme() => {
            (ConditionState::Met, "is a small or medium-sized enterprise")
        }
        (_, Some(_)) => {
            (ConditionState::NotMet, "the lot is reserved for small and medium-sized enterprises")
        }
        (Some(_), None) => {
            (ConditionState::Expired, "the size figures have expired: declare new ones")
        }
        (None, None) => (
            ConditionState::Missing,
            "the lot is reserved for small and medium-sized enterprises: declare the figures of the last financial year",
        ),
    };
    Evidence::new(state, "/size", detail)
}

fn vcse(profile: &Profile, now: Instant) -> Evidence {
    let (state, detail) = match profile.vcse() {
        Some((vcse, one)) if vcse.is_vcse && one.is_good(now) => {
            (ConditionState::Met, "is a voluntary, community or social enterprise")
        }
        Some((vcse, _)) if vcse.is_vcse => (
            ConditionState::Expired,
            "the declaration as a voluntary, community or social enterprise has expired: declare it again",
        ),
        Some(_) => (
            ConditionState::NotMet,
            "the lot is reserved for voluntary, community and social enterprises",
        ),
        None => (
            ConditionState::Missing,
            "the lot is reserved for voluntary, community and social enterprises: declare whether the organisation is one",
        ),
    };
    Evidence::new(state, "/vcse", detail)
}

/// Whether an accreditation shows the one that is wanted: Cyber Essentials Plus shows Cyber
/// Essentials.
fn shows(held: AccreditationKind, wanted: AccreditationKind) -> bool {
    let plus = (AccreditationKind::CyberEssentialsPlus, AccreditationKind::CyberEssentials);
    held == wanted || (held, wanted) == plus
}

fn accreditation(wanted: &WantedAccreditation, profile: &Profile, now: Instant) -> Reason {
    let name = format!("the accreditation {}", wanted.kind.as_str().replace('_', " "));
    let held = profile.accreditations().map(|(all, _)| all.accreditations.as_slice());
    let found = held.unwrap_or_default().iter().enumerate();
    let found = found.filter(|(_, one)| shows(one.kind, wanted.kind));
    let found = found.map(|(n, one): (usize, &Accreditation)| {
        let pointer = format!("/accreditations/accreditations/{n}");
        match one.expires {
            Some(day) if ran_out(day, now) => {
                Evidence::new(ConditionState::Expired, pointer, format!("{name} ran out on {day}"))
            }
            Some(day) => {
                Evidence::new(ConditionState::Met, pointer, format!("{name} is good until {day}"))
            }
            None => Evidence::new(ConditionState::Met, pointer, format!("{name} has no expiry")),
        }
    });
    let none = || {
        Evidence::new(ConditionState::Missing, "/accreditations", format!("{name} is not declared"))
    };
    let best = found.min_by_key(|found| found.state).unwrap_or_else(none);
    best.of(Condition::Accreditation, Some(wanted.kind.as_str()), wanted.by)
}

/// One policy has to cover the amount: covers of several policies do not add up.
fn insurance(wanted: &WantedInsurance, profile: &Profile, now: Instant) -> Reason {
    let name = format!("the insurance {}", wanted.kind.as_str().replace('_', " "));
    let least = wanted.at_least;
    let held = profile.insurances().map(|(all, _)| all.insurances.as_slice());
    let found = held.unwrap_or_default().iter().enumerate();
    let found = found.filter(|(_, one)| one.kind == wanted.kind);
    let found = found.map(|(n, one): (usize, &Insurance)| {
        let pointer = format!("/insurances/insurances/{n}");
        let covers = one.cover.currency() == least.currency() && one.cover.minor() >= least.minor();
        let (state, how) = if !covers {
            (ConditionState::NotMet, format!("covers {}, but {least} is required", one.cover))
        } else if ran_out(one.expires, now) {
            (ConditionState::Expired, format!("ran out on {}", one.expires))
        } else {
            (ConditionState::Met, format!("covers {} until {}", one.cover, one.expires))
        };
        Evidence::new(state, pointer, format!("{name} {how}"))
    });
    let none = || {
        let detail = format!("{name} of {least} or more is not declared");
        Evidence::new(ConditionState::Missing, "/insurances", detail)
    };
    let best = found.min_by_key(|found| found.state).unwrap_or_else(none);
    best.of(Condition::Insurance, Some(wanted.kind.as_str()), NeededBy::Award)
}

/// A capability is held if an assessor has granted it, and it has neither expired nor been revoked.
fn capability(wanted: &WantedCapability, held: &[Capability]) -> Reason {
    let code = wanted.code.as_str();
    let (state, detail) = match held.iter().find(|one| one.code == code) {
        Some(one) => {
            (ConditionState::Met, format!("is assessed for {} until {}", one.title, one.until))
        }
        None => (ConditionState::Missing, format!("is not assessed for {code}: apply for it")),
    };
    Reason {
        condition: Condition::Capability,
        kind: Some(code.to_owned()),
        organisation_id: None,
        pointer: None,
        state,
        by: wanted.by,
        keeps_out: state != ConditionState::Met,
        detail,
    }
}

/// Whether evidence has expired: it is valid through the whole of its last day, in London.
fn ran_out(day: Date, now: Instant) -> bool {
    day.end().is_some_and(|end| end <= now)
}

/// Mandatory grounds keep out of an award, also where the answers are old: that they ran out makes
/// nothing of them untrue. A supplier that has not answered is asked by a person (Procurement Act 2023, s.57).
fn exclusions(profile: &Profile, now: Instant) -> Reason {
    let (state, detail) = match profile.exclusions() {
        None => (ConditionState::Missing, "say whether a ground for exclusion applies"),
        Some((answers, _)) if answers.outcome() == ExclusionOutcome::Fail => (
            ConditionState::NotMet,
            "a mandatory ground for exclusion applies and is likely to again",
        ),
        Some((_, one)) if !one.is_good(now) => (
            ConditionState::Expired,
            "the answers about exclusion grounds have expired: give them again",
        ),
        Some((answers, _)) => match answers.outcome() {
            ExclusionOutcome::Discretionary => (
                ConditionState::Met,
                "a ground for exclusion applies that the public body has to judge",
            ),
            ExclusionOutcome::Pass | ExclusionOutcome::Fail => {
                (ConditionState::Met, "no ground for exclusion applies")
            }
        },
    };
    let reason = Evidence::new(state, "/exclusions", detail);
    let reason = reason.of(Condition::Exclusions, None, NeededBy::Award);
    Reason { keeps_out: state == ConditionState::NotMet, ..reason }
}
