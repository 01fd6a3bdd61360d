//! The profile of a supplier: its current statements, their gaps, and the codes of the directory.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    sections::{
        Accreditations, ConnectedPersons, ExclusionOutcome, Exclusions, Insurances, ModernSlavery,
        Names, Policies, Reach, Size, SizeClass, Vcse,
    },
    statements::{Said, Section, Statement},
};
use crate::{
    documents::Document,
    kernel::{Cpv, Date},
    prelude::*,
    words,
};

/// The current profile of a supplier.
#[derive(Debug, Clone)]
pub struct Profile {
    pub organisation: Id<Organisation>,
    /// True if the public directory lists the supplier.
    pub listed: bool,
    pub updated_at: Instant,
    pub version: i64,
    /// The time of the next reminder.
    pub reminded_next: Option<Instant>,
    /// At most one for each section.
    pub statements: Vec<Statement>,
    /// Documents that the statements name.
    pub documents: Vec<Document>,
}

macro_rules! section {
    ($name:ident, $kind:ident) => {
        pub fn $name(&self) -> Option<(&$kind, &Statement)> {
            self.statements.iter().find_map(|one| {
                let Said::$kind(said) = &one.said else { return None };
                Some((said, one))
            })
        }
    };
}

impl Profile {
    section!(names, Names);
    section!(size, Size);
    section!(vcse, Vcse);
    section!(reach, Reach);
    section!(accreditations, Accreditations);
    section!(insurances, Insurances);
    section!(connected_persons, ConnectedPersons);
    section!(exclusions, Exclusions);
    section!(modern_slavery, ModernSlavery);
    section!(policies, Policies);
}

/// A statement that ends within this time is about to expire.
const SOON: Period = Period::days(30);
/// The times before an end at which the supplier is reminded.
const REMINDERS: [Period; 2] = [SOON, Period::days(7)];

words!(
    /// The reason why a section needs attention.
    GapState {
        /// The section was never declared.
        Missing = "missing",
        /// The section, or a part of it, has expired.
        Expired = "expired",
        /// The section, or a part of it, expires within thirty days.
        RunsOut = "runs_out",
    }
);

/// A section that is missing, expired or expires soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Gap {
    /// The place in the profile (RFC 6901).
    #[schema(example = "/insurances/insurances/0")]
    pub pointer: String,
    /// Missing, expired, or about to expire.
    pub state: GapState,
    /// The time at which it expired, or will.
    pub at: Option<Instant>,
    /// The advice in words.
    pub detail: String,
}

impl Profile {
    /// The size class, while the figures are valid.
    pub fn size_class(&self, now: Instant) -> Option<SizeClass> {
        let (size, statement) = self.size().filter(|(_, one)| one.is_good(now))?;
        Date::of(statement.declared_at).map(|on| size.class(on))
    }

    /// The outcome of the self-declaration, while it is valid.
    pub fn exclusion_outcome(&self, now: Instant) -> Option<ExclusionOutcome> {
        let (exclusions, _) = self.exclusions().filter(|(_, one)| one.is_good(now))?;
        Some(exclusions.outcome())
    }

    /// Gaps: sections that buyers usually ask for and that are missing, expired or about to expire.
    pub fn gaps(&self, now: Instant) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (section, what) in self.wanted() {
            let found = self.statements.iter().find(|one| one.said.section() == section);
            let pointer = format!("/{section}");
            if found.is_none() {
                gaps.push(Gap {
                    pointer,
                    state: GapState::Missing,
                    at: None,
                    detail: format!("tell {what}"),
                });
            }
        }
        let endings = self.endings().into_iter();
        gaps.extend(endings.filter_map(|(pointer, until, what)| ending(pointer, until, now, what)));
        gaps
    }

    /// Statements and their parts that expire: the place, the end, and the advice.
    fn endings(&self) -> Vec<(String, Instant, &'static str)> {
        let said = self.statements.iter().filter_map(|one| {
            Some((format!("/{}", one.said.section()), one.expires_at?, "declare it again"))
        });
        let accreditations = self.accreditations().into_iter();
        let accreditations = accreditations.flat_map(|(a, _)| a.accreditations.iter().enumerate());
        let accreditations = accreditations.filter_map(|(n, one)| {
            let until = one.expires.and_then(Date::end)?;
            let what = "give the new one, or leave it out";
            Some((format!("/accreditations/accreditations/{n}"), until, what))
        });
        let insurances = self.insurances().into_iter();
        let insurances = insurances.flat_map(|(i, _)| i.insurances.iter().enumerate());
        let insurances = insurances.filter_map(|(n, one)| {
            let until = one.expires.end()?;
            Some((format!("/insurances/insurances/{n}"), until, "give the new policy"))
        });
        said.chain(accreditations).chain(insurances).collect()
    }

    /// The time of the next reminder: 30 and 7 days before an end.
    pub fn remind_at(&self, now: Instant) -> Option<Instant> {
        let endings = self.endings().into_iter();
        let told = endings.flat_map(|(_, until, _)| REMINDERS.map(|before| until.minus(before)));
        told.filter(|at| *at > now).min()
    }

    /// Sections that buyers usually ask of this supplier, each with the advice.
    fn wanted(&self) -> Vec<(Section, &'static str)> {
        let mut wanted = vec![
            (Section::Names, "your legal name and the names that you trade under"),
            (Section::Size, "the figures of your last financial year"),
            (Section::Vcse, "whether you are a voluntary, community or social enterprise"),
            (Section::Reach, "where you work and what you offer"),
            (Section::Insurances, "how you are insured, or that you are not"),
            (Section::ConnectedPersons, "who is connected with you"),
            (Section::Exclusions, "whether an exclusion ground applies to you"),
        ];
        if self.size().is_some_and(|(size, _)| size.owes_a_statement()) {
            wanted.push((
                Section::ModernSlavery,
                "your statement on modern slavery, which the law requires",
            ));
        }
        wanted
    }
}

fn ending(pointer: String, until: Instant, now: Instant, what: &str) -> Option<Gap> {
    let at = Some(until);
    if until <= now {
        let detail = format!("has expired: {what}");
        return Some(Gap { pointer, state: GapState::Expired, at, detail });
    }
    let soon = until.minus(SOON) <= now;
    soon.then(|| Gap {
        pointer,
        state: GapState::RunsOut,
        at,
        detail: format!("expires soon: {what}"),
    })
}

/// A code by which the directory finds a supplier, and the end of its validity.
pub type Code = (&'static str, String, Option<Instant>);

/// Marks a code that contains a declared code without being declared itself.
const WITHIN: char = '*';

impl Profile {
    /// Codes by which the directory finds this supplier, each once.
    pub fn codes(&self) -> Vec<Code> {
        let mut all: Vec<Code> = Vec::new();
        if let Some((reach, _)) = self.reach() {
            let regions = reach.regions.iter().map(|region| region.as_str().to_owned());
            all.extend(placed("region", regions));
            all.extend(placed("cpv", reach.cpv.iter().map(Cpv::key)));
        }
        if let Some((accreditations, _)) = self.accreditations() {
            all.extend(accreditations.accreditations.iter().map(|one| {
                ("accreditation", one.kind.to_string(), one.expires.and_then(Date::end))
            }));
        }
        if let Some((size, one)) = self.size()
            && let Some(class) = Date::of(one.declared_at).map(|on| size.class(on))
        {
            all.push(("size", class.to_string(), one.expires_at));
            if class.is_sme() {
                all.push(("size", "sme".to_owned(), one.expires_at));
            }
        }
        if let Some((vcse, one)) = self.vcse()
            && vcse.is_vcse
        {
            all.push(("vcse", "true".to_owned(), one.expires_at));
        }
        // Of equal codes the one with the latest end stays; without an end is the latest.
        let lasting = |until: Option<Instant>| until.map_or(i64::MAX, Instant::micros);
        all.sort_by(|a, b| (a.0, &a.1, lasting(b.2)).cmp(&(b.0, &b.1, lasting(a.2))));
        all.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        all
    }
}

/// Codes as declared, and marked those that contain them: all prefixes of two characters and more.
fn placed(scheme: &'static str, declared: impl Iterator<Item = String>) -> Vec<Code> {
    let mut all = Vec::new();
    for code in declared {
        let containing = prefixes(&code).into_iter().filter(|prefix| *prefix != code);
        all.extend(containing.map(|prefix| (scheme, format!("{prefix}{WITHIN}"), None)));
        all.push((scheme, code, None));
    }
    all
}

/// A code and the codes that contain it.
fn prefixes(code: &str) -> Vec<String> {
    let chars: Vec<char> = code.chars().collect();
    let least = 2.min(chars.len());
    (least..=chars.len()).map(|n| chars.iter().take(n).collect()).collect()
}

/// The codes by which a search for this one finds a supplier: the declared code is the same,
/// contains it, or is contained in it.
pub fn found_by(code: &str) -> Vec<String> {
    let mut all = prefixes(code);
    all.push(format!("{code}{WITHIN}"));
    all
}

/// True for a declared code; false for one that only contains a declared code.
pub fn is_declared(code: &str) -> bool {
    !code.ends_with(WITHIN)
}
