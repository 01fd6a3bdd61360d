//! What suppliers say of themselves.

use serde_json::{Value, json};

use super::{Supplier, Told};

/// Every ground for exclusion, as the description lists them.
pub fn grounds() -> Vec<String> {
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let words = api["components"]["schemas"]["Ground"]["enum"].as_array().unwrap();
    words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// A declaration that no ground applies.
pub fn no_grounds() -> Value {
    let no = |ground: &String| json!({ "ground": ground, "applies": false });
    json!({ "answers": grounds().iter().map(no).collect::<Vec<_>>() })
}

pub fn pounds(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "GBP" })
}

/// A whole profile of a small company; it is September 2026.
pub fn whole(name: &str) -> Value {
    json!({
        "names": { "legal_name": format!("{name} Limited"), "trading_names": [format!("{name} Labs")] },
        "size": {
            "staff": 34, "turnover": pounds("2400000.00"), "balance_sheet": pounds("900000.00"),
            "financial_year_end": "2026-03-31",
        },
        "vcse": { "is_vcse": false },
        "reach": { "regions": ["UKI"], "cpv": ["48000000", "72212000"] },
        "accreditations": { "accreditations": [{
            "kind": "cyber_essentials", "number": "CE-1", "issuer": "IASME",
            "issued": "2026-02-01", "expires": "2027-01-31",
        }] },
        "insurances": { "insurances": [{
            "kind": "public_liability", "cover": pounds("5000000.00"), "insurer": "Aviva",
            "expires": "2027-03-31",
        }] },
        "connected_persons": { "persons": [{
            "kind": "individual", "name": format!("Oona {name}"), "control": ["director", "shares_over_25"],
            "from": "2019-04-01",
        }] },
        "exclusions": no_grounds(),
        "modern_slavery": { "year": 2026, "url": "https://otter.example/slavery" },
        "policies": { "policies": [{
            "title": "Health and safety", "url": "https://otter.example/safety.pdf", "date": "2026-01-15",
        }] },
    })
}

/// A policy that is a document of the supplier's.
pub fn policy(document: &str) -> Value {
    let one = json!({ "title": "Safety", "document_id": document, "date": "2026-01-15" });
    json!({ "policies": { "policies": [one] } })
}

/// The smallest thing that is taken for a PDF, about this.
pub fn pdf(about: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {about}\n%%EOF\n").into_bytes()
}

impl Supplier<'_> {
    pub fn documents(&self) -> String {
        format!("/v1/organisations/{}/documents", self.id)
    }

    /// Hands in a PDF.
    pub async fn uploads(&self, name: &str) -> Told {
        let client = self.bidder.client().await.with("content-type", "application/pdf");
        let path = format!("{}?name={name}", self.documents());
        let told = client.send_bytes("POST", &path, Some(pdf(name))).await;
        told.is(201);
        told
    }

    pub fn profile(&self) -> String {
        format!("/v1/organisations/{}/profile", self.id)
    }

    /// Declares what is given over what stands now.
    pub async fn says(&self, sections: Value) -> Told {
        let etag = self.owner.get(&self.profile()).await.etag();
        let told = self.owner.patch(&self.profile(), &etag, sections).await;
        told.is(200);
        told
    }
}
