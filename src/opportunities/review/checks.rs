//! What an opportunity needs before it is published. All faults are reported at once.

use crate::{
    kernel::Points,
    opportunities::{
        lots::{Criterion, CriterionKind, Lot, QuestionKind},
        model::{Content, OpportunityKind},
    },
    prelude::*,
};

/// The moment and the rules that a publication is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Against {
    pub now: Instant,
    /// From publication until the deadline, at least.
    pub minimum_period: Period,
}

/// The faults that keep an opportunity from being published.
pub fn publication(
    kind: OpportunityKind,
    content: &Content,
    lots: &[Lot],
    against: Against,
) -> Faults {
    let mut faults = Faults::new();
    let mut missing = |at: &str, is: bool, why: &str| {
        if is {
            faults.add(at, "missing", why);
        }
    };
    missing("/summary", content.summary.is_empty(), "say in a few sentences what this is about");
    missing("/description", content.description.is_empty(), "describe what is wanted");
    missing("/cpv", content.cpv.is_empty(), "give at least one CPV code");
    missing("/regions", content.regions.is_empty(), "give at least one region");
    match kind {
        OpportunityKind::Challenge => {
            let challenge = &content.challenge;
            let why = "say which problem is to be solved";
            missing("/problem_statement", challenge.problem_statement.is_none(), why);
            let why = "say which outcomes are wanted";
            missing("/desired_outcomes", challenge.desired_outcomes.is_empty(), why);
            missing("/budget", challenge.budget.is_none(), "give the budget");
            let why = "say who will own the intellectual property";
            missing("/ip_terms", challenge.ip_terms.is_none(), why);
        }
        OpportunityKind::Procurement => {
            let why = "say how suppliers are found: advertised, invited or direct";
            missing("/route", content.route.is_none(), why);
        }
    }
    for (n, lot) in lots.iter().enumerate() {
        publishable_lot(&mut faults, &format!("/lots/{n}"), lot, against);
        if kind == OpportunityKind::Challenge && n > 0 && lot.follows.is_none() {
            let why = "a later stage of a challenge follows an earlier one";
            faults.add(format!("/lots/{n}/follows_lot_id"), "follows", why);
        }
    }
    faults
}

fn publishable_lot(faults: &mut Faults, at: &str, lot: &Lot, against: Against) {
    if lot.description.is_empty() {
        faults.add(format!("{at}/description"), "missing", "describe this lot");
    }
    if lot.value.is_none() {
        faults.add(format!("{at}/value"), "missing", "give the value of this lot");
    }
    times(faults, at, lot, against);
    criteria(faults, at, lot);
    for (n, question) in lot.questions.iter().enumerate() {
        if question.kind == QuestionKind::Text && question.word_limit.is_none() {
            let why = "give the maximum number of words of an answer";
            faults.add(format!("{at}/questions/{n}/word_limit"), "missing", why);
        }
    }
}

fn times(faults: &mut Faults, at: &str, lot: &Lot, against: Against) {
    let Some(close) = lot.submissions_close_at else {
        faults.add(format!("{at}/submissions_close_at"), "missing", "say when bids close");
        return;
    };
    let earliest = against.now.plus(against.minimum_period);
    if close < earliest {
        let why = format!(
            "is too early: bids must stay open for {} after publication, until {earliest}",
            against.minimum_period
        );
        faults.add(format!("{at}/submissions_close_at"), "too-near", why);
    }
    match lot.clarifications_close_at {
        Some(clarifications) if clarifications >= close => {
            let why = "must be before bids close";
            faults.add(format!("{at}/clarifications_close_at"), "order", why);
        }
        Some(clarifications) if clarifications <= against.now => {
            let why = "has passed";
            faults.add(format!("{at}/clarifications_close_at"), "past", why);
        }
        Some(_) => {}
        None => {
            let why = "say until when questions may be asked";
            faults.add(format!("{at}/clarifications_close_at"), "missing", why);
        }
    }
}

fn criteria(faults: &mut Faults, at: &str, lot: &Lot) {
    if lot.criteria.is_empty() {
        faults.add(format!("{at}/criteria"), "missing", "give at least one criterion");
        return;
    }
    let prices = lot.criteria.iter().filter(|c| c.kind == CriterionKind::Price).count();
    if prices > 1 {
        faults.add(format!("{at}/criteria"), "price", "give at most one price criterion");
    }
    for (n, criterion) in lot.criteria.iter().enumerate() {
        one_criterion(faults, &format!("{at}/criteria/{n}"), criterion, lot);
    }
    let weighted = lot.criteria.iter().filter(|c| c.kind != CriterionKind::PassFail);
    let sum: Points = weighted.filter_map(|c| c.weight).sum();
    if sum != Points::HUNDRED {
        let why = format!("the weights sum to {sum} and must sum to exactly 100.00");
        faults.add(format!("{at}/criteria"), "weights", why);
    }
}

fn one_criterion(faults: &mut Faults, at: &str, criterion: &Criterion, lot: &Lot) {
    match (criterion.kind, criterion.weight) {
        (CriterionKind::PassFail, Some(_)) => {
            faults.add(format!("{at}/weight"), "weight", "pass or fail has no weight");
        }
        (CriterionKind::PassFail, None) => {}
        (_, Some(weight)) if weight > Points::ZERO => {}
        (_, _) => faults.add(format!("{at}/weight"), "missing", "give a weight above 0"),
    }
    let scaled = criterion.kind != CriterionKind::PassFail;
    if scaled && criterion.scale_max.is_none_or(|top| top == Points::ZERO) {
        faults.add(format!("{at}/scale_max"), "missing", "give the highest mark, above 0");
    }
    if criterion.minimum.is_some_and(|minimum| minimum > criterion.top()) {
        faults.add(format!("{at}/minimum"), "range", "is above the highest mark");
    }
    for (n, key) in criterion.question_keys.iter().enumerate() {
        if lot.question(key).is_none() {
            let why = format!("no question of this lot has the key {key}");
            faults.add(format!("{at}/question_keys/{n}"), "unknown-key", why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kernel::{Cpv, Currency, Id, Key, Money, Region},
        opportunities::{lots::LotState, model::Route},
    };

    const NOW: &str = "2026-09-01T09:00:00Z";

    fn points(text: &str) -> Points {
        Points::parse(text).unwrap()
    }

    fn criterion(key: &str, kind: CriterionKind, weight: &str) -> Criterion {
        let key = Key::parse(key).unwrap();
        let name = Line::parse("Name").unwrap();
        let (question_keys, guidance, minimum) = (Vec::new(), None, None);
        Criterion {
            key,
            name,
            kind,
            weight: Some(points(weight)),
            scale_max: Some(points("10")),
            minimum,
            question_keys,
            guidance,
        }
    }

    fn lot() -> Lot {
        Lot {
            id: Id::new(),
            opportunity: Id::new(),
            opportunity_title: String::new(),
            kind: OpportunityKind::Procurement,
            organisation: Id::new(),
            imported: false,
            position: 1,
            follows: None,
            state: LotState::Draft,
            title: "Lot".to_owned(),
            description: "What".to_owned(),
            value: Money::from_minor(100, Currency::GBP),
            clarifications_close_at: Some("2026-09-10T09:00:00Z".parse().unwrap()),
            submissions_close_at: Some("2026-09-15T09:00:00Z".parse().unwrap()),
            max_awards: 1,
            questions: Vec::new(),
            criteria: vec![
                criterion("quality", CriterionKind::Quality, "60"),
                criterion("price", CriterionKind::Price, "40"),
            ],
            eligibility: None,
            opened_at: None,
            consensus_locked_at: None,
            seal: None,
            version: 1,
        }
    }

    fn content() -> Content {
        Content {
            title: "T".to_owned(),
            summary: "S".to_owned(),
            description: "D".to_owned(),
            cpv: vec![Cpv::parse("72000000").unwrap()],
            regions: vec![Region::parse("UKI").unwrap()],
            route: Some(Route::Advertised),
            ..Content::default()
        }
    }

    fn pointers(content: &Content, lots: &[Lot]) -> Vec<String> {
        let against = Against { now: NOW.parse().unwrap(), minimum_period: Period::days(14) };
        let faults = publication(OpportunityKind::Procurement, content, lots, against);
        faults.iter().map(|f| f.pointer.clone()).collect()
    }

    #[test]
    fn a_whole_procurement_passes() {
        assert!(pointers(&content(), &[lot()]).is_empty());
    }

    #[test]
    fn everything_missing_comes_back_at_once() {
        let bare = Lot {
            description: String::new(),
            value: None,
            submissions_close_at: None,
            criteria: Vec::new(),
            ..lot()
        };
        let found = pointers(&Content::default(), &[bare]);
        let wanted = [
            "/summary",
            "/description",
            "/cpv",
            "/regions",
            "/route",
            "/lots/0/description",
            "/lots/0/value",
            "/lots/0/submissions_close_at",
            "/lots/0/criteria",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn three_thirds_are_not_a_whole() {
        let third = |key| criterion(key, CriterionKind::Quality, "33.33");
        let thirds = Lot { criteria: vec![third("a"), third("b"), third("c")], ..lot() };
        assert_eq!(pointers(&content(), &[thirds]), ["/lots/0/criteria"]);
    }

    #[test]
    fn a_deadline_is_far_enough_to_the_second() {
        let near =
            Lot { submissions_close_at: Some("2026-09-15T08:59:59Z".parse().unwrap()), ..lot() };
        assert_eq!(pointers(&content(), &[near]), ["/lots/0/submissions_close_at"]);
    }
}
