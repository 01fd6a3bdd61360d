//! Suppliers that bid together.

use serde_json::{Value, json};

use super::{Person, Supplier, Told, World};

pub async fn asks(lead: &Supplier<'_>, bid: &str, whom: &str) -> Told {
    let new = json!({ "organisation_id": whom, "part": "Installs the sensors." });
    lead.bidder.post(&format!("{bid}/partners"), new).await
}

pub async fn says(whose: &Person<'_>, partnership: &str, accepted: bool) -> Told {
    let answer = json!({ "accepted": accepted });
    whose.post(&format!("/v1/bid-partnerships/{partnership}/answer"), answer).await
}

/// A partner that was asked and has said yes.
pub async fn joins(lead: &Supplier<'_>, bid: &str, partner: &Supplier<'_>) -> String {
    let asked = asks(lead, bid, &partner.id).await;
    let id = asked.is(201).id();
    assert_eq!(says(&partner.bidder, &id, true).await.is(201)["state"], "accepted");
    id
}

pub async fn submits(lead: &Supplier<'_>, bid: &str) -> Told {
    let now = lead.bidder.get(bid).await.etag();
    lead.bidder.act(&format!("{bid}/submission"), &now, Value::Null).await
}

/// Somebody of the public body's who belongs to a supplier as well.
pub async fn joins_supplier(world: &World, person: &Person<'_>, supplier: &Supplier<'_>) {
    let invitation = json!({ "email": person.email, "roles": ["bidder"] });
    let path = format!("/v1/organisations/{}/invitations", supplier.id);
    supplier.owner.post(&path, invitation).await.is(201);
    let token = world.token_for(&person.email).await;
    let accepted = person.post("/v1/invitations/acceptance", json!({ "token": token })).await;
    assert!(accepted.status < 300, "{}", accepted.text);
}
