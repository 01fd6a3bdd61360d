//! What the suppliers of the demo say of themselves: most are small, some are forgetful.

use serde_json::{Value, json};

use crate::{
    http,
    kernel::Date,
    prelude::*,
    suppliers::{self, Ground},
};

/// In the order of the suppliers: what they do, the CPV codes of it, where.
const OFFERS: [(&str, &[&str], &[&str]); 25] = [
    (
        "Sensors for drains, homes and streets, and the text messages that they send.",
        &["38000000", "72212000"],
        &["UKI", "UKJ"],
    ),
    (
        "Analysts who find in a council's own records what nobody has asked yet.",
        &["72316000", "79311000"],
        &["UK"],
    ),
    (
        "Case management that keeps to the forms that people know.",
        &["48100000", "72212000"],
        &["UKI"],
    ),
    ("Data pipelines and open data for public bodies.", &["72300000"], &["UK"]),
    ("Small web services, built and handed over.", &["72413000", "72212000"], &["UKI", "UKH"]),
    ("Consultations that reach those who never come to a meeting.", &["79342000"], &["UKI"]),
    (
        "Networks and wireless for estates and libraries.",
        &["32400000", "72700000"],
        &["UKI", "UKJ"],
    ),
    ("Remote care with nurses behind it.", &["85140000", "33190000"], &["UKI"]),
    ("Service design and easy read.", &["79930000", "79530000"], &["UK"]),
    ("Cargo bikes and the software that routes them.", &["34430000", "60160000"], &["UKI"]),
    (
        "Retrofit surveys and heat pumps for social housing.",
        &["71314000", "45300000"],
        &["UKI", "UKH", "UKJ"],
    ),
    ("Robots that look into pipes.", &["42990000", "90491000"], &["UK"]),
    ("Parcel lockers and the last mile.", &["64121200"], &["UKI"]),
    ("Leak detection and water efficiency.", &["90713000", "65130000"], &["UKI", "UKJ"]),
    ("Translation and interpreting in sixty languages.", &["79530000", "79540000"], &["UK"]),
    ("Archives digitised and made searchable.", &["79995100", "72252000"], &["UK"]),
    ("Security testing and incident response.", &["72800000", "79417000"], &["UK"]),
    ("Noise measured and made quieter.", &["90742000"], &["UKI"]),
    ("Climate risk of streets and buildings.", &["90711000", "71313000"], &["UKI", "UKK"]),
    ("Accessible interfaces, tested with those who need them.", &["72212000", "79315000"], &["UK"]),
    ("Maps, drones and surveys.", &["71354000"], &["UKI", "UKJ", "UKH"]),
    ("Sustainable drainage, from survey to planting.", &["45232000", "77310000"], &["UKI"]),
    ("Furniture reused instead of thrown away.", &["39100000", "90514000"], &["UKI"]),
    ("Computer vision that forgets faces.", &["72212000", "48900000"], &["UK"]),
    ("Apprenticeships and digital skills.", &["80500000"], &["UKI"]),
];

/// What the `n`-th supplier does, in a sentence.
pub fn summary(n: usize) -> Option<&'static str> {
    OFFERS.get(n).map(|(summary, ..)| *summary)
}

/// The day that is so many days after an instant.
fn day(now: Instant, days: i64) -> Result<Date, Fault> {
    Date::of(now.plus(Period::days(days))).ok_or_else(|| Fault::corrupt(&"a day"))
}

/// What the `n`-th supplier declares; every eighth one has said nothing yet.
pub fn profile(name: &str, n: usize, now: Instant) -> Result<Option<suppliers::Declared>, Fault> {
    let Some((_, cpv, regions)) = OFFERS.get(n).filter(|_| n % 8 != 7) else { return Ok(None) };
    let stem = name.split(' ').next().unwrap_or(name);
    let staff = if n == 16 { 400 } else { 3 + n * n / 4 };
    let domain = name.to_lowercase().replace(' ', "-");
    let year_end = day(now, -150)?;
    let body = json!({
        "listed": n != 24,
        "names": { "legal_name": format!("{name} Limited"), "trading_names": if n.is_multiple_of(3) { vec![stem] } else { Vec::new() } },
        "size": {
            "staff": staff, "financial_year_end": year_end,
            "turnover": pounds(staff * 110_000), "balance_sheet": pounds(staff * 45_000),
        },
        "vcse": if matches!(n, 14 | 22 | 24) { json!({ "is_vcse": true, "basis": "community_interest_company" }) } else { json!({ "is_vcse": false }) },
        "reach": { "regions": regions, "cpv": cpv },
        "accreditations": { "accreditations": accreditations(n, now)? },
        "insurances": { "insurances": insurances(n, now)? },
        "connected_persons": { "persons": [
            { "kind": "individual", "name": format!("{stem} Owner"), "control": ["director", "shares_over_25"], "from": day(now, -2_000)? },
        ] },
        "exclusions": { "answers": grounds(n) },
        "modern_slavery": { "year": year_end.year(), "url": format!("https://{domain}.example/modern-slavery") },
        "policies": { "policies": [
            { "title": "Health and safety", "url": format!("https://{domain}.example/health-and-safety"), "date": day(now, -200)? },
            { "title": "Environment", "url": format!("https://{domain}.example/environment"), "date": day(now, -90)? },
        ] },
    });
    let parsed = http::parse_body::<suppliers::EditProfile>(body.to_string().as_bytes())?;
    Ok(Some(parsed.into()))
}

fn in_turns(days: &[i64], n: usize) -> i64 {
    days.iter().copied().cycle().nth(n).unwrap_or_default()
}

fn pounds(amount: usize) -> Value {
    json!({ "amount": amount.to_string(), "currency": "GBP" })
}

/// Most are good for long; some run out soon, and some have.
fn accreditations(n: usize, now: Instant) -> Result<Vec<Value>, Fault> {
    let until = in_turns(&[300, 60, 40, 200], n);
    let mut all = vec![json!({
        "kind": if n.is_multiple_of(5) { "cyber_essentials_plus" } else { "cyber_essentials" },
        "number": format!("CE-{:06}", 104_000 + n * 37), "issuer": "IASME Consortium",
        "issued": day(now, until - 365)?, "expires": day(now, until)?,
    })];
    if n.is_multiple_of(2) {
        all.push(json!({ "kind": "living_wage", "issuer": "Living Wage Foundation", "issued": day(now, -400)? }));
    }
    if n.is_multiple_of(3) {
        all.push(json!({ "kind": "iso_27001", "issuer": "BSI", "issued": day(now, -500)?, "expires": day(now, 595)? }));
    }
    Ok(all)
}

fn insurances(n: usize, now: Instant) -> Result<Vec<Value>, Fault> {
    let until = day(now, in_turns(&[330, 90, 250], n))?;
    let one = |kind: &str, cover: usize| json!({ "kind": kind, "cover": pounds(cover), "insurer": "Mutual of the Borough", "expires": until });
    Ok(vec![
        one("employers_liability", 10_000_000),
        one("public_liability", 5_000_000),
        one("professional_indemnity", 2_000_000),
    ])
}

/// No ground applies, but for one supplier who tells what happened.
fn grounds(n: usize) -> Vec<Value> {
    let answer = |ground: &Ground| {
        if n == 12 && *ground == Ground::PoorPerformance {
            let what = "A contract of 2024 was ended early: lockers came three months late. We have since changed the maker, and nothing has been late for a year.";
            json!({ "ground": ground, "applies": true, "likely_again": false, "explanation": what })
        } else {
            json!({ "ground": ground, "applies": false })
        }
    };
    Ground::ALL.iter().map(answer).collect()
}
