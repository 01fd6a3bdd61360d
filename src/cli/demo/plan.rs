//! What happens to each notice, day by day, through the same operations as over HTTP.

use super::{
    cast::{Cast, Troupe},
    notices::{self, Ends, MARKED, Notice},
};
use crate::{
    app::App,
    awards::{self, Approval, DecisionOutcome, Proposal},
    bids::{self, Bid},
    evaluation::{self, Appointment, Declared, MarkGiven, PanelRole},
    kernel::{Key, Points},
    opportunities::{self, Lot, Opportunity},
    prelude::*,
};

/// Days from a notice's draft until what happens to it.
const REVIEWED: i64 = 1;
const PUBLISHED: i64 = 2;
const FIRST_BID: i64 = 8;
const CLOSES: i64 = 19;
const OPENED: i64 = 20;
const DECLARED: i64 = 21;
const MARKED_ON: i64 = 24;
const AGREED: i64 = 27;
const PROPOSED: i64 = 28;
const DECIDED: i64 = 30;

/// One notice on its way.
pub struct Plan<'a> {
    notice: Notice,
    buyer: &'a Troupe,
    /// Suppliers that bid, each with its place among all.
    bidders: Vec<(usize, &'a Troupe)>,
    /// Somebody from another borough who marks with the panel.
    neighbour: Id<User>,
    /// The day, before today, on which it is drafted.
    begins: i64,
    opportunity: Option<Id<Opportunity>>,
    lots: Vec<Lot>,
    bids: Vec<(Id<User>, Id<Bid>)>,
}

/// How many days before today a notice is drafted, so that it stands today where it ends.
const fn begins(ends: Ends) -> i64 {
    match ends {
        Ends::Draft => 1,
        Ends::InReview => REVIEWED + 1,
        Ends::Open => 14,
        Ends::Closed | Ends::Opened => OPENED,
        Ends::InEvaluation => MARKED_ON,
        Ends::Proposed => PROPOSED,
        Ends::NoBids => OPENED + 12,
        Ends::Cancelled => FIRST_BID + 25,
        Ends::NoAward => DECIDED + 4,
        Ends::Decided => DECIDED + 6,
    }
}

/// From the hour at which things happen until bids close.
const NOON: Period = Period::seconds(3 * 3_600);

/// The days that the whole demo reaches back.
pub const LONGEST: i64 = 40;

/// A plan for every notice.
pub fn all(cast: &Cast) -> Result<Vec<Plan<'_>>, Fault> {
    let boroughs: Vec<&Troupe> = cast.boroughs.values().collect();
    let mut plans = Vec::new();
    for (n, notice) in notices::all()?.into_iter().enumerate() {
        let buyer = cast.boroughs.get(notice.buyer.as_str());
        let buyer = buyer.ok_or_else(|| Fault::corrupt(&notice.buyer))?;
        let other = boroughs.iter().cycle().skip(n).take(2).find(|b| b.id != buyer.id);
        let neighbour = other.ok_or_else(|| Fault::corrupt(&"a neighbour"))?.who("evaluator")?;
        let count = match notice.ends {
            Ends::NoBids | Ends::Draft | Ends::InReview => 0,
            Ends::Cancelled => 1,
            Ends::Open
            | Ends::Closed
            | Ends::Opened
            | Ends::InEvaluation
            | Ends::Proposed
            | Ends::Decided
            | Ends::NoAward => 3 + n % 3,
        };
        let bidders = cast.suppliers.iter().enumerate().cycle().skip(n * 4).take(count).collect();
        let begins = begins(notice.ends);
        let (opportunity, lots, bids) = (None, Vec::new(), Vec::new());
        plans.push(Plan { notice, buyer, bidders, neighbour, begins, opportunity, lots, bids });
    }
    Ok(plans)
}

fn act<T: Send + 'static>(
    app: &App,
    who: Id<User>,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
) -> Result<T, Fault> {
    audit::act_as_person(app, who, operation)
}

fn text<const MAX: usize>(text: &str) -> Result<Text<MAX>, Fault> {
    Text::parse(text).map_err(|why| Fault::corrupt(&why))
}

impl Plan<'_> {
    /// Does what is planned for the day that is `ago` days before today.
    pub fn live(&mut self, app: &App, ago: i64) -> Result<(), Fault> {
        let day = self.begins - ago;
        match day {
            0 => self.draft(app),
            REVIEWED if self.reaches(&[Ends::Draft]) => self.review(app),
            PUBLISHED if self.reaches(&[Ends::InReview]) => self.publish(app),
            OPENED => self.open(app),
            DECLARED => self.declare(app),
            MARKED_ON => self.mark(app),
            AGREED => self.agree(app),
            PROPOSED => self.propose(app),
            DECIDED => self.decide(app),
            day if day == FIRST_BID + 4 && self.notice.ends == Ends::Cancelled => self.cancel(app),
            day if (FIRST_BID..CLOSES).contains(&day) => self.bid(app, day),
            _ => Ok(()),
        }
    }

    /// Whether the notice goes further than any of these.
    fn reaches(&self, ends: &[Ends]) -> bool {
        self.notice.ends != Ends::Draft && !ends.contains(&self.notice.ends)
    }

    fn first_lot(&self) -> Result<&Lot, Fault> {
        self.lots.first().ok_or_else(|| Fault::corrupt(&"a notice without lots"))
    }

    fn draft(&mut self, app: &App) -> Result<(), Fault> {
        let hour = app.clock.now().micros() / 3_600_000_000 * 3_600_000_000;
        let closes_at = Instant::from_micros(hour).plus(Period::days(CLOSES)).plus(NOON);
        let new = self.notice.drafted(self.buyer.id, closes_at)?;
        let author = self.buyer.who("author")?;
        let made = act(app, author, move |tx, call| opportunities::create(tx, call, &new))?;
        self.opportunity = Some(made.id);
        self.lots = app.pool.read_here(|db| opportunities::lots_of(db, made.id))?;
        Ok(())
    }

    fn review(&self, app: &App) -> Result<(), Fault> {
        let Some(id) = self.opportunity else { return Ok(()) };
        let author = self.buyer.who("author")?;
        act(app, author, move |tx, call| opportunities::send_for_review(tx, call, id)).map(drop)
    }

    fn publish(&self, app: &App) -> Result<(), Fault> {
        let Some(id) = self.opportunity else { return Ok(()) };
        let approver = self.buyer.who("approver")?;
        act(app, approver, move |tx, call| opportunities::publish(tx, call, id)).map(drop)
    }

    /// One supplier a day drafts and submits; every second one submits a better version later.
    fn bid(&mut self, app: &App, day: i64) -> Result<(), Fault> {
        let nth = usize::try_from(day - FIRST_BID).unwrap_or(0);
        if let Some((n, supplier)) = self.bidders.get(nth).copied() {
            let lot = self.first_lot()?;
            let (id, value, organisation) = (lot.id, lot.value, supplier.id);
            let owner = supplier.who("owner")?;
            let bid = act(app, owner, move |tx, call| bids::start(tx, call, id, organisation))?;
            write(app, owner, bid.id, &Draft { n, value, better: false })?;
            // The last one leaves it at a draft, which lapses with the deadline.
            if nth + 1 < self.bidders.len() {
                act(app, owner, move |tx, call| bids::submit(tx, call, bid.id))?;
                self.bids.push((owner, bid.id));
            }
        }
        let again = nth.checked_sub(5).filter(|nth| nth.is_multiple_of(2));
        if let Some((owner, bid)) = again.and_then(|nth| self.bids.get(nth).copied()) {
            let value = self.first_lot()?.value;
            write(app, owner, bid, &Draft { n: nth, value, better: true })?;
            act(app, owner, move |tx, call| bids::submit(tx, call, bid))?;
        }
        Ok(())
    }

    fn cancel(&self, app: &App) -> Result<(), Fault> {
        let lot = self.first_lot()?.id;
        let reason = text("The depots close next year, and the bikes with them.")?;
        let approver = self.buyer.who("approver")?;
        act(app, approver, move |tx, call| opportunities::cancel(tx, call, lot, &reason)).map(drop)
    }

    fn open(&self, app: &App) -> Result<(), Fault> {
        if !self.reaches(&[Ends::Cancelled, Ends::Closed]) {
            return Ok(());
        }
        let lot = self.first_lot()?.id;
        let panel = [
            (self.buyer.who("owner")?, PanelRole::Chair),
            (self.buyer.who("evaluator")?, PanelRole::Evaluator),
            (self.neighbour, PanelRole::Evaluator),
        ];
        let approver = self.buyer.who("approver")?;
        if self.notice.ends != Ends::NoBids {
            for (user, role) in panel {
                let asked = Appointment { user_id: user, role, scores: None };
                act(app, approver, move |tx, call| evaluation::appoint(tx, call, lot, asked))?;
            }
        }
        for opener in ["opener", "second.opener"] {
            let opener = self.buyer.who(opener)?;
            act(app, opener, move |tx, call| bids::approve_opening(tx, call, lot))?;
        }
        Ok(())
    }

    fn panel(&self) -> Result<[Id<User>; 3], Fault> {
        Ok([self.buyer.who("owner")?, self.buyer.who("evaluator")?, self.neighbour])
    }

    fn is_judged(&self) -> bool {
        !self.bids.is_empty() && self.notice.ends != Ends::Cancelled
    }

    fn declare(&self, app: &App) -> Result<(), Fault> {
        if !self.is_judged() {
            return Ok(());
        }
        let lot = self.first_lot()?.id;
        for member in self.panel()? {
            let statement = text("I have no interest in any of the bidders.")?;
            let declared = Declared { conflicts: Vec::new(), statement };
            act(app, member, move |tx, call| evaluation::declare(tx, call, lot, &declared))?;
        }
        Ok(())
    }

    /// Everybody marks alone. Where the evaluation is still under way today, the neighbour has
    /// not submitted yet.
    fn mark(&self, app: &App) -> Result<(), Fault> {
        if !self.is_judged() {
            return Ok(());
        }
        let lot = self.first_lot()?.id;
        for (m, member) in self.panel()?.into_iter().enumerate() {
            for (n, (_, bid)) in self.bids.iter().enumerate() {
                let (bid, given) = (*bid, marks(n, m)?);
                act(app, member, move |tx, call| evaluation::put_scores(tx, call, bid, &given))?;
            }
            if self.notice.ends != Ends::InEvaluation || member != self.neighbour {
                act(app, member, move |tx, call| evaluation::submit_scores(tx, call, lot))?;
            }
        }
        Ok(())
    }

    fn agree(&self, app: &App) -> Result<(), Fault> {
        if !self.is_judged() {
            return Ok(());
        }
        let chair = self.buyer.who("owner")?;
        for (n, (_, bid)) in self.bids.iter().enumerate() {
            let (bid, given) = (*bid, marks(n, 0)?);
            act(app, chair, move |tx, call| evaluation::agree(tx, call, bid, &given))?;
        }
        let lot = self.first_lot()?.id;
        act(app, chair, move |tx, call| evaluation::lock(tx, call, lot)).map(drop)
    }

    fn propose(&self, app: &App) -> Result<(), Fault> {
        if !self.is_judged() {
            return Ok(());
        }
        let (lot, chair) = (self.first_lot()?.id, self.buyer.who("owner")?);
        let none = self.notice.ends == Ends::NoAward;
        let best = app.pool.read_here(|db| {
            let ranking = evaluation::load_ranking(db, lot)?;
            Ok(ranking
                .and_then(|locked| locked.ranking.awardable().next().map(|ranked| ranked.bid)))
        })?;
        let proposal = Proposal {
            outcome: if none { DecisionOutcome::NoAward } else { DecisionOutcome::Award },
            bid_ids: best.filter(|_| !none).into_iter().collect(),
            reason: text(if none {
                "A shared service of the boroughs will do this from next year."
            } else {
                "The highest total, and the panel was of one mind about the approach."
            })?,
            eligibility_notes: Vec::new(),
        };
        act(app, chair, move |tx, call| awards::propose(tx, call, lot, &proposal)).map(drop)
    }

    fn decide(&self, app: &App) -> Result<(), Fault> {
        if !self.is_judged() || self.notice.ends == Ends::Proposed {
            return Ok(());
        }
        let (lot, approver) = (self.first_lot()?.id, self.buyer.who("approver")?);
        let asked = Approval { approved: true, note: Some(text("Checked against the marks.")?) };
        act(app, approver, move |tx, call| awards::approve(tx, call, lot, &asked)).map(drop)
    }
}

/// A draft of the `n`-th bidder for a lot of this value.
struct Draft {
    n: usize,
    value: Option<Money>,
    better: bool,
}

fn write(app: &App, owner: Id<User>, bid: Id<Bid>, draft: &Draft) -> Result<(), Fault> {
    let value = draft.value.ok_or_else(|| Fault::corrupt(&"a lot without a value"))?;
    let edit = notices::answers(value, draft.n, draft.better)?;
    act(app, owner, move |tx, call| bids::edit(tx, call, bid, &edit)).map(drop)
}

/// The marks of the `m`-th member of a panel for the `n`-th bid: near one another, never the same.
fn marks(n: usize, m: usize) -> Result<Vec<MarkGiven>, Fault> {
    let mut given = Vec::new();
    for (k, key) in MARKED.iter().enumerate() {
        let hundredths = 550 + 100 * ((n * 3 + k * 2) % 4) + 25 * ((n + m + k) % 3);
        given.push(mark(key, i64::try_from(hundredths).unwrap_or(550))?);
    }
    given.push(mark("cover", 100)?);
    Ok(given)
}

fn mark(key: &str, hundredths: i64) -> Result<MarkGiven, Fault> {
    let why = match hundredths {
        0..=100 => "They say that they will be insured, and with whom.",
        101..=650 => "Answers what was asked; some of it is asserted rather than shown.",
        _ => {
            "Specific, evidenced by earlier work, and the risks are named with what is done about them."
        }
    };
    Ok(MarkGiven {
        criterion_key: Key::parse(key).map_err(|why| Fault::corrupt(&why))?,
        mark: Points::from_hundredths(hundredths).ok_or_else(|| Fault::corrupt(&key))?,
        rationale: text(why)?,
    })
}
