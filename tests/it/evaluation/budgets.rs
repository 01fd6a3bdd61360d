//! Budgets of statements: what an operation reads does not grow with the bids of its lot.

use serde_json::Value;

use crate::{
    story,
    world::{
        PublicBody, Told, World,
        judging::marks,
        notices::{lot_id, procurement},
        stages::{award, usual_marks},
    },
};

/// The reading statements of the operations of an evaluation.
#[derive(Debug, PartialEq, Eq)]
struct Reads {
    mark: usize,
    marks: usize,
    submission: usize,
    lock: usize,
    ranking: usize,
}

/// The reading statements of one request.
async fn reads(world: &World, request: impl Future<Output = Told>, status: u16) -> usize {
    let before = world.reads();
    request.await.is(status);
    world.reads() - before
}

/// A lot that closes with bids of these suppliers, by their paths.
async fn lot_with_bids(
    world: &World,
    buyer: &PublicBody<'_>,
    names: &[&str],
) -> (String, Vec<String>) {
    let lot = lot_id(&buyer.publishes(procurement(&buyer.id)).await, 0);
    let mut bids = Vec::new();
    for name in names {
        bids.push(world.supplier(name).await.submits(&lot, name, "30000.00").await.0);
    }
    (lot, bids)
}

/// The reads of an evaluation, up to the proposal to award the first bid.
async fn evaluated(world: &World, buyer: &PublicBody<'_>, lot: &str, bids: &[String]) -> Reads {
    let panel = world.opened_lot(buyer, lot).await;
    for bid in bids {
        panel.marks(bid, &usual_marks()).await;
    }
    let (bid, chair) = (&bids[0], &panel.chair);
    let scores = format!("{bid}/scores");
    let submission = format!("/v1/lots/{lot}/scores/submission");
    let ranking = format!("/v1/lots/{lot}/ranking");
    let mark = reads(world, chair.put(&scores, marks("7", "5", "1")), 200).await;
    panel.evaluator.post(&submission, Value::Null).await.is(201);
    let submission = reads(world, chair.post(&submission, Value::Null), 201).await;
    let marks = reads(world, chair.get(&scores), 200).await;
    for bid in bids {
        panel.agrees(bid, &usual_marks()).await;
    }
    let lock = reads(world, panel.locks(), 201).await;
    let ranking = reads(world, chair.get(&ranking), 200).await;
    panel.proposes(&award(&[bid])).await.is(201);
    Reads { mark, marks, submission, lock, ranking }
}

story! {
    async fn an_evaluation_reads_as_much_for_one_bid_as_for_many(world) {
        let camden = world.public_body("Camden").await;
        let (few, bid) = lot_with_bids(&world, &camden, &["Otter"]).await;
        let (many, bids) = lot_with_bids(&world, &camden, &["Badger", "Heron", "Stoat"]).await;
        let one = evaluated(&world, &camden, &few, &bid).await;
        let three = evaluated(&world, &camden, &many, &bids).await;
        assert_eq!(one, three);
        // The session, the bid and its partners, the lot, the seat, the marks.
        assert!(one.mark <= 6, "{one:?}");
        assert!(one.marks <= 6, "{one:?}");
        // The session, the lot, the panel, the bids and their partners, the marks, the chair.
        assert!(one.submission <= 7, "{one:?}");
        // The session, the lot, the panel, the bids and their partners, the consensus, an earlier
        // ranking, the approvers.
        assert!(one.lock <= 8, "{one:?}");
        // The session, the lot, the seat, the ranking, the bids and their partners.
        assert!(one.ranking <= 6, "{one:?}");
        let approved_one = reads(&world, camden.approves(&few), 201).await;
        let approved_three = reads(&world, camden.approves(&many), 201).await;
        assert!(approved_one <= 24, "{approved_one}");
        // Each further supplier is read once, for its letter.
        assert!(approved_three <= approved_one + 2, "{approved_one} {approved_three}");
    }
}
