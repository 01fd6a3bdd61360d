//! Stages of a lot that many stories begin at: published, opened, evaluated, awarded.

use serde_json::{Value, json};

use super::{
    PublicBody, Told, World,
    judging::{Panel, marks},
    notices::{lot_id, procurement},
};

/// The id at the end of a path.
pub fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// A decision to award a lot to these bids, named by their paths.
pub fn award(bids: &[&str]) -> Value {
    let ids: Vec<&str> = bids.iter().map(|bid| id_of(bid)).collect();
    json!({ "outcome": "award", "bid_ids": ids, "reason": "The best." })
}

/// Marks of a good bid.
pub fn usual_marks() -> Value {
    marks("8", "5", "1")
}

impl PublicBody<'_> {
    /// The first lot of a usual procurement, which takes bids.
    pub async fn published_lot(&self) -> String {
        self.published_lot_of(procurement(&self.id)).await
    }

    /// The first lot of a notice, which takes bids.
    pub async fn published_lot_of(&self, notice: Value) -> String {
        lot_id(&self.publishes(notice).await, 0)
    }

    /// Its approver approves what the panel has proposed.
    pub async fn approves(&self, lot: &str) -> Told {
        self.approver.post(&format!("/v1/lots/{lot}/decision/approval"), json!({})).await
    }
}

impl Panel<'_> {
    /// Both who mark give each bid its marks and submit them; the chair agrees to the same marks and
    /// locks the ranking.
    pub async fn ranks(&self, bids: &[(&str, Value)]) {
        for (bid, given) in bids {
            self.marks(bid, given).await;
        }
        self.submits().await;
        for (bid, given) in bids {
            self.agrees(bid, given).await;
        }
        self.locks().await;
    }

    /// The chair proposes a decision.
    pub async fn proposes(&self, decision: &Value) -> Told {
        self.chair.post(&format!("/v1/lots/{}/decision", self.lot), decision.clone()).await
    }
}

impl World {
    /// A published lot after its deadline, opened by two, with a panel that has declared.
    pub async fn opened_lot(&self, buyer: &PublicBody<'_>, lot: &str) -> Panel<'_> {
        let panel = self.panel(buyer, lot).await;
        self.past_the_deadline();
        buyer.opens(lot).await;
        panel.declares().await;
        panel
    }

    /// The same, and one bid for it marked, agreed and ranked.
    pub async fn evaluated_lot(&self, buyer: &PublicBody<'_>, lot: &str, bid: &str) -> Panel<'_> {
        let panel = self.opened_lot(buyer, lot).await;
        panel.ranks(&[(bid, usual_marks())]).await;
        panel
    }

    /// The same, and awarded to that bid.
    pub async fn awarded_lot(&self, buyer: &PublicBody<'_>, lot: &str, bid: &str) -> Panel<'_> {
        let panel = self.evaluated_lot(buyer, lot, bid).await;
        panel.proposes(&award(&[bid])).await.is(201);
        buyer.approves(lot).await.is(201);
        panel
    }
}
