//! Each edge of the judgement, to the day, the penny and the microsecond.

use proptest::prelude::*;

use super::{
    judgement::{Candidate, Standing, judge},
    model::{Condition, ConditionState, Reason},
};
use crate::{
    kernel::{Currency, Date},
    opportunities::{Eligibility, NeededBy, ReservedFor, WantedAccreditation, WantedInsurance},
    organisations::Card,
    prelude::*,
    suppliers::{
        Accreditation, AccreditationKind, Accreditations, Exclusions, Ground, GroundAnswer,
        Insurance, InsuranceKind, Insurances, Profile, Said, Size, Statement, Vcse, VcseBasis,
    },
};

const GOOD: Standing =
    Standing { verified: true, suspended: false, came_through: None, terms: None };

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn pounds(pence: i64) -> Money {
    Money::from_minor(pence, Currency::GBP).unwrap()
}

/// Declared on the first of September 2026, at nine.
fn profile(said: Vec<Said>) -> Profile {
    let declared = at("2026-09-01T09:00:00Z");
    let statements = said.into_iter().map(|said| Statement::new(said, Id::new(), declared));
    Profile {
        organisation: Id::new(),
        listed: true,
        updated_at: declared,
        version: 1,
        reminded_next: None,
        statements: statements.collect(),
        documents: Vec::new(),
    }
}

fn candidate(name: &str, said: Vec<Said>) -> Candidate {
    let (organisation, profile) = (Id::new(), profile(said));
    let (name, held) = (name.to_owned(), Vec::new());
    Candidate { organisation, name, profile, held, standing: GOOD, gone: false }
}

fn found(asked: &Eligibility, said: Vec<Said>, now: &str, condition: Condition) -> Reason {
    let reasons = judge(Some(asked), &candidate("Otter", said), &[], at(now));
    let mut about = reasons.into_iter().filter(|one| one.condition == condition);
    let one = about.next().unwrap();
    assert_eq!((one.keeps_out, about.next()), (one.keeps_out, None));
    one
}

fn accredited(kind: AccreditationKind, expires: Option<&str>) -> Accreditation {
    let issuer = Line::parse("IASME").unwrap();
    let expires = expires.map(day);
    Accreditation {
        kind,
        name: None,
        number: None,
        issuer,
        issued: day("2026-02-01"),
        expires,
        document_id: None,
    }
}

fn holds(all: Vec<Accreditation>) -> Vec<Said> {
    vec![Said::Accreditations(Accreditations { accreditations: all })]
}

fn wants(kind: AccreditationKind, by: NeededBy) -> Eligibility {
    Eligibility {
        accreditations: vec![WantedAccreditation { kind, by, of_each: false }],
        ..Eligibility::default()
    }
}

#[test]
fn an_accreditation_is_good_until_the_end_of_its_last_day_in_london() {
    let asked = wants(AccreditationKind::CyberEssentials, NeededBy::Submission);
    let judged = |said, now| {
        let one = found(&asked, said, now, Condition::Accreditation);
        assert_eq!(
            (one.by, one.keeps_out),
            (NeededBy::Submission, one.state != ConditionState::Met)
        );
        assert_eq!(one.kind.as_deref(), Some("cyber_essentials"));
        (one.state, one.pointer.unwrap())
    };
    let june = || holds(vec![accredited(AccreditationKind::CyberEssentials, Some("2027-06-30"))]);
    let first = "/accreditations/accreditations/0".to_owned();
    assert_eq!(judged(june(), "2027-06-30T22:59:59.999999Z"), (ConditionState::Met, first.clone()));
    assert_eq!(judged(june(), "2027-06-30T23:00:00Z"), (ConditionState::Expired, first.clone()));
    let forever = holds(vec![accredited(AccreditationKind::CyberEssentials, None)]);
    assert_eq!(judged(forever, "2090-01-01T00:00:00Z"), (ConditionState::Met, first));

    let nowhere = "/accreditations".to_owned();
    assert_eq!(
        judged(Vec::new(), "2026-09-01T09:00:00Z"),
        (ConditionState::Missing, nowhere.clone())
    );
    let another = holds(vec![accredited(AccreditationKind::Iso27001, None)]);
    assert_eq!(judged(another, "2026-09-01T09:00:00Z"), (ConditionState::Missing, nowhere));

    // The one that is good counts, wherever it stands; Plus has what the plain one has.
    let renewed = holds(vec![
        accredited(AccreditationKind::CyberEssentials, Some("2026-01-31")),
        accredited(AccreditationKind::CyberEssentialsPlus, Some("2027-01-31")),
    ]);
    let second = "/accreditations/accreditations/1".to_owned();
    assert_eq!(judged(renewed, "2027-01-31T23:59:59Z"), (ConditionState::Met, second));
    let plain = holds(vec![accredited(AccreditationKind::CyberEssentials, None)]);
    let plus = wants(AccreditationKind::CyberEssentialsPlus, NeededBy::Award);
    let told = found(&plus, plain, "2026-09-01T09:00:00Z", Condition::Accreditation);
    assert_eq!((told.state, told.by), (ConditionState::Missing, NeededBy::Award));
}

#[test]
fn an_insurance_covers_to_the_penny_and_to_the_day_and_is_needed_by_the_award() {
    let kind = InsuranceKind::PublicLiability;
    let insurances = vec![WantedInsurance { kind, at_least: pounds(200_000_000) }];
    let asked = Eligibility { insurances, ..Eligibility::default() };
    let policy = |kind, cover| {
        let insurer = Line::parse("Aviva").unwrap();
        Insurance { kind, cover, insurer, expires: day("2027-03-31"), document_id: None }
    };
    let judged = |all: Vec<Insurance>, now| {
        let said = vec![Said::Insurances(Insurances { insurances: all })];
        let one = found(&asked, said, now, Condition::Insurance);
        assert_eq!(one.by, NeededBy::Award);
        (one.state, one.pointer.unwrap())
    };
    let (now, first) = ("2026-09-01T09:00:00Z", "/insurances/insurances/0".to_owned());
    let enough = || policy(kind, pounds(200_000_000));
    assert_eq!(judged(vec![enough()], now), (ConditionState::Met, first.clone()));
    let short = policy(kind, pounds(199_999_999));
    assert_eq!(judged(vec![short.clone()], now), (ConditionState::NotMet, first.clone()));
    let halves = vec![policy(kind, pounds(100_000_000)), policy(kind, pounds(100_000_000))];
    assert_eq!(judged(halves, now), (ConditionState::NotMet, first.clone()));
    let euros = Money::from_minor(900_000_000, Currency::parse("EUR").unwrap()).unwrap();
    assert_eq!(judged(vec![policy(kind, euros)], now), (ConditionState::NotMet, first.clone()));
    assert_eq!(
        judged(vec![enough()], "2027-03-31T22:59:59.999999Z"),
        (ConditionState::Met, first.clone())
    );
    assert_eq!(judged(vec![enough()], "2027-03-31T23:00:00Z"), (ConditionState::Expired, first));
    let second = "/insurances/insurances/1".to_owned();
    assert_eq!(judged(vec![short, enough()], now), (ConditionState::Met, second));
    let missing = (ConditionState::Missing, "/insurances".to_owned());
    assert_eq!(judged(vec![policy(InsuranceKind::Cyber, pounds(1))], now), missing);
    let untold = found(&asked, Vec::new(), now, Condition::Insurance);
    assert_eq!((untold.state, untold.pointer.unwrap()), missing);
}

fn size(staff: u32) -> Said {
    let (turnover, balance_sheet) = (pounds(240_000_000), pounds(90_000_000));
    Said::Size(Size { staff, turnover, balance_sheet, financial_year_end: day("2026-03-31") })
}

fn vcse(is_vcse: bool) -> Said {
    Said::Vcse(Vcse { is_vcse, basis: is_vcse.then_some(VcseBasis::Charity) })
}

#[test]
fn a_lot_is_kept_for_any_of_the_classes_while_what_was_said_is_good() {
    let (sme, both) = (vec![ReservedFor::Sme], vec![ReservedFor::Sme, ReservedFor::Vcse]);
    let (now, last, past) =
        ("2026-09-01T09:00:00Z", "2027-09-01T08:59:59.999999Z", "2027-09-01T09:00:00Z");
    for (classes, said, now, state, place) in [
        (&sme, vec![size(249)], now, ConditionState::Met, "/size"),
        (&sme, vec![size(250)], now, ConditionState::NotMet, "/size"),
        (&sme, vec![size(249)], last, ConditionState::Met, "/size"),
        (&sme, vec![size(249)], past, ConditionState::Expired, "/size"),
        (&sme, vec![vcse(true)], now, ConditionState::Missing, "/size"),
        (&both, vec![size(250), vcse(true)], now, ConditionState::Met, "/vcse"),
        (&both, vec![size(9), vcse(false)], now, ConditionState::Met, "/size"),
        (&both, vec![size(250), vcse(true)], past, ConditionState::Expired, "/size"),
        (&both, vec![size(250), vcse(false)], now, ConditionState::NotMet, "/size"),
        (&both, vec![vcse(false)], now, ConditionState::Missing, "/size"),
        (&both, vec![], now, ConditionState::Missing, "/size"),
        (&vec![ReservedFor::Vcse], vec![vcse(true)], last, ConditionState::Met, "/vcse"),
        (&vec![ReservedFor::Vcse], vec![vcse(true)], past, ConditionState::Expired, "/vcse"),
    ] {
        let asked = Eligibility { reserved_for: classes.clone(), ..Eligibility::default() };
        let told = found(&asked, said.clone(), now, Condition::ReservedFor);
        assert_eq!((told.state, told.pointer.as_deref()), (state, Some(place)), "{said:?} {now}");
        assert_eq!((told.by, told.keeps_out), (NeededBy::Submission, state != ConditionState::Met));
    }
}

fn answers(ground: Option<Ground>, likely_again: bool) -> Vec<Said> {
    let answer = |one: &Ground| {
        let applies = ground == Some(*one);
        let explanation = applies.then(|| Text::parse("Paid.").unwrap());
        let likely_again = applies.then_some(likely_again);
        GroundAnswer { ground: *one, applies, likely_again, explanation }
    };
    vec![Said::Exclusions(Exclusions { answers: Ground::ALL.iter().map(answer).collect() })]
}

#[test]
fn a_mandatory_ground_keeps_out_and_what_was_not_answered_does_not() {
    let (now, past) = ("2026-09-01T09:00:00Z", "2027-09-01T09:00:00Z");
    let mandatory = Some(Ground::TaxMisconduct);
    for (said, now, state, keeps_out) in [
        (Vec::new(), now, ConditionState::Missing, false),
        (answers(None, false), now, ConditionState::Met, false),
        (answers(None, false), past, ConditionState::Expired, false),
        (answers(mandatory, false), now, ConditionState::Met, false),
        (answers(Some(Ground::Insolvency), true), now, ConditionState::Met, false),
        (answers(mandatory, true), now, ConditionState::NotMet, true),
        // It does not become untrue by growing old.
        (answers(mandatory, true), past, ConditionState::NotMet, true),
    ] {
        let told = found(&Eligibility::default(), said, now, Condition::Exclusions);
        assert_eq!((told.state, told.keeps_out, told.by), (state, keeps_out, NeededBy::Award));
        assert_eq!(told.pointer.as_deref(), Some("/exclusions"));
    }
}

#[test]
fn a_new_bid_needs_a_verified_supplier_and_a_begun_one_goes_on() {
    let unmet = |standing| -> Vec<Condition> {
        let reasons = judge(
            None,
            &Candidate { standing, ..candidate("Otter", Vec::new()) },
            &[],
            at("2026-09-01T09:00:00Z"),
        );
        reasons.iter().filter(|one| one.keeps_out).map(|one| one.condition).collect()
    };
    let card = |verified, reverifying: bool, suspended| Card {
        id: Id::new(),
        kind: OrganisationKind::Supplier,
        name: "Otter".to_owned(),
        verified,
        reverifying_since: reverifying.then(|| at("2026-08-01T09:00:00Z")),
        suspended,
    };
    let (both, verified) = ([Condition::Verified, Condition::EarlierStage], [Condition::Verified]);
    assert!(unmet(GOOD).is_empty());
    assert_eq!(unmet(Standing::new(&card(false, false, false), Some(false), None)), both);
    assert!(unmet(Standing::new(&card(true, false, false), Some(true), Some(true))).is_empty());
    let again = card(false, true, false);
    assert_eq!(unmet(Standing::new(&again, None, None)), verified);
    assert!(unmet(Standing::of_bidder(&again)).is_empty());
    assert_eq!(unmet(Standing::of_bidder(&card(false, false, false))), verified);
    let suspended = Standing::of_bidder(&card(false, false, true));
    assert_eq!(unmet(suspended), [Condition::NotSuspended]);
}

proptest! {
    /// One reason for each condition, and none keeps out that is met.
    #[test]
    fn every_condition_is_told_once(
        said in proptest::sample::subsequence(vec![size(34), vcse(true), answers(None, false).remove(0)], 0..=3),
        kinds in proptest::sample::subsequence(AccreditationKind::ALL, 0..=13),
        days in 0_i64..800,
    ) {
        let wanted = kinds.iter().map(|kind| WantedAccreditation { kind: *kind, by: NeededBy::Award, of_each: false });
        let asked = Eligibility { reserved_for: vec![ReservedFor::Vcse], accreditations: wanted.collect(), ..Eligibility::default() };
        let now = at("2026-09-01T09:00:00Z").plus(Period::days(days));
        let reasons = judge(Some(&asked), &candidate("Otter", said), &[], now);
        prop_assert_eq!(reasons.len(), 4 + kinds.len());
        for (n, one) in reasons.iter().enumerate() {
            prop_assert!(!reasons.iter().take(n).any(|other| other.is_about(one)));
            prop_assert!(!(one.keeps_out && one.state == ConditionState::Met));
            prop_assert!(!one.detail.is_empty());
        }
    }
}

fn all(asked: &Eligibility, lead: &Candidate, partners: &[Candidate]) -> Vec<Reason> {
    judge(Some(asked), lead, partners, at("2026-09-02T09:00:00Z"))
}

fn of(reasons: &[Reason], condition: Condition) -> Vec<(Option<Id<Organisation>>, ConditionState)> {
    let about = reasons.iter().filter(|one| one.condition == condition);
    about.map(|one| (one.organisation_id, one.state)).collect()
}

/// What one has, all have; what each has to be, each is.
#[test]
fn partners_have_together_what_is_asked_and_each_is_who_may_bid() {
    let essentials = |of_each| Eligibility {
        accreditations: vec![WantedAccreditation {
            kind: AccreditationKind::CyberEssentials,
            by: NeededBy::Submission,
            of_each,
        }],
        ..Eligibility::default()
    };
    let lead = candidate("Otter", Vec::new());
    let held = accredited(AccreditationKind::CyberEssentials, Some("2027-01-31"));
    let with = candidate("Badger", holds(vec![held.clone()]));
    let badger = Some(with.organisation);
    let found = all(&essentials(false), &lead, std::slice::from_ref(&with));
    assert_eq!(of(&found, Condition::Accreditation), [(badger, ConditionState::Met)]);
    assert!(found.iter().any(|one| one.detail.starts_with("Badger: the accreditation cyber")));
    let found = all(&essentials(true), &lead, std::slice::from_ref(&with));
    let both = [(None, ConditionState::Missing), (badger, ConditionState::Met)];
    assert_eq!(of(&found, Condition::Accreditation), both);
    let both = [(None, ConditionState::Met), (badger, ConditionState::Met)];
    assert_eq!(of(&found, Condition::Verified), both);

    let held = Accreditation { expires: Some(day("2026-08-31")), ..held };
    let late = candidate("Vole", holds(vec![held]));
    let found = all(&essentials(false), &lead, std::slice::from_ref(&late));
    assert_eq!(
        of(&found, Condition::Accreditation),
        [(Some(late.organisation), ConditionState::Expired)]
    );
    let veiled =
        late.veils(found.iter().find(|one| one.state == ConditionState::Expired).unwrap().clone());
    assert_eq!(veiled.detail, "Vole: met this condition, but its evidence has expired");
    assert_eq!(veiled.pointer, None);

    let gone = Candidate { gone: true, ..with };
    let found = all(&essentials(false), &lead, &[gone]);
    assert_eq!(of(&found, Condition::Accreditation), [(None, ConditionState::Missing)]);
    assert_eq!(of(&found, Condition::Partner), [(badger, ConditionState::NotMet)]);
}
