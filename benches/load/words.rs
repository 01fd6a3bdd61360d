//! Notices as councils write them, made up by a small generator that is the same in every run.

use serde_json::{Value, json};

const SUBJECTS: [&str; 20] = [
    "drainage",
    "lighting",
    "libraries",
    "parking",
    "housing",
    "recycling",
    "cycling",
    "parks",
    "schools",
    "swimming",
    "flooding",
    "heating",
    "transport",
    "planning",
    "nursing",
    "grounds",
    "markets",
    "museums",
    "coastal",
    "footpath",
];
const THINGS: [&str; 16] = [
    "sensors",
    "repairs",
    "surveys",
    "software",
    "maintenance",
    "furniture",
    "vehicles",
    "training",
    "catering",
    "consultancy",
    "signage",
    "insulation",
    "cleaning",
    "equipment",
    "analysis",
    "security",
];
const PLACES: [&str; 12] = [
    "Camden", "Leeds", "Cardiff", "Dundee", "Belfast", "Truro", "Norwich", "Salford", "Hull",
    "Durham", "Exeter", "Lambeth",
];
const FILLERS: [&str; 12] = [
    "The contract runs for two years with an option of one more.",
    "Bidders visit the sites before they price the work.",
    "We want fewer complaints and a service that people can rely on.",
    "Small firms are encouraged to bid, alone or together.",
    "Work outside school hours is part of the price.",
    "The council keeps the data that the service gathers.",
    "Invoices are paid within thirty days of receipt.",
    "A pilot in one ward comes first and decides on the rest.",
    "Staff who do this work today may transfer to the supplier.",
    "Social value counts for a tenth of the marks.",
    "The supplier reports every quarter on what was done.",
    "Materials are to be reused wherever that is safe.",
];

/// Numbers that look random and are the same in every run (Knuth's MMIX constants).
pub struct Dice(u64);

impl Dice {
    pub const fn from(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }
}

/// The `n`-th release: a tender with one lot and about 700 characters of description.
pub fn release(n: usize) -> Value {
    let mut dice = Dice::from(n as u64);
    let (subject, thing, place) = (dice.of(&SUBJECTS), dice.of(&THINGS), dice.of(&PLACES));
    let other = format!("It goes with {} {}.", dice.of(&SUBJECTS), dice.of(&THINGS));
    let mut sentences = vec![format!("{place} looks for {subject} {thing}."), other];
    sentences.extend((0..10).map(|_| dice.of(&FILLERS).to_owned()));
    let (day, hour) = (1 + n % 28, n / 28 % 24);
    let buyer = json!({ "id": format!("GB-LAE-{place}"), "name": format!("{place} Council") });
    json!({
        "ocid": format!("ocds-bench1-{n}"), "id": format!("ocds-bench1-{n}-1"),
        "date": format!("2026-01-{day:02}T{hour:02}:{:02}:{:02}Z", n / 672 % 60, n % 60), "tag": ["tender"],
        "buyer": buyer,
        "parties": [{ "id": format!("GB-LAE-{place}"), "name": format!("{place} Council"), "roles": ["buyer"] }],
        "tender": {
            "id": "t", "title": format!("{subject} {thing} for {place}, part {}", n % 9),
            "description": sentences.join(" "), "status": "active", "procurementMethod": "open",
            "tenderPeriod": { "endDate": "2030-10-01T12:00:00Z" },
            "classification": { "scheme": "CPV", "id": "72212000" },
            "value": { "amount": 10_000 + n, "currency": "GBP" },
            "items": [{ "id": "1", "deliveryAddresses": [{ "region": "London" }] }],
            "documents": [{ "id": "d", "url": format!("https://notices.example/{n}") }]
        }
    })
}

/// What people type: one word, or two.
pub fn queries() -> Vec<String> {
    let mut dice = Dice::from(7);
    let one = (0..8).map(|n| SUBJECTS.get(n).copied().unwrap_or_default().to_owned());
    let two: Vec<String> =
        (0..8).map(|_| format!("{}+{}", dice.of(&SUBJECTS), dice.of(&THINGS))).collect();
    one.chain(two).collect()
}
