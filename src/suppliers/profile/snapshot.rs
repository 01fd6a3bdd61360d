//! A profile as it is when a bid is submitted, for the bid's sealed content (RULES 98).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{super::documents, store, views};
use crate::{
    documents::Document,
    organisations::{self, Stored},
    prelude::*,
};

/// A supplier with its statements, as JSON that is never parsed into types again: a sealed bid opens
/// for as long as it is kept, however the rules for statements change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Snapshot(Value);

impl Snapshot {
    /// A document of the snapshot, as it was then.
    pub fn document(&self, id: Id<Document>) -> Option<Document> {
        let all = self.0.get("documents")?.as_array()?;
        let one = all.iter().find(|one| one.get("id").is_some_and(|given| given == id.as_str()))?;
        serde_json::from_value(one.clone()).ok()
    }
}

/// A snapshot of the supplier for a bid; its documents are kept as long as the bid.
pub fn snapshot(tx: &mut Tx<'_>, of: Id<Organisation>, now: Instant) -> Result<Snapshot, Fault> {
    let supplier: Stored = organisations::find(tx.db(), of)?;
    let profile = store::profile(tx.db(), of)?;
    let named: Vec<Id<Document>> = profile.documents.iter().map(|one| one.id).collect();
    documents::keep_for_bids(tx, &named, now)?;
    let view = views::snapshot(&supplier, &profile, now);
    serde_json::to_value(view).map(Snapshot).map_err(|error| Fault::corrupt(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Snapshot {
        serde_json::from_str(json).unwrap()
    }

    /// A bid of before there were documents carries none; one that is written otherwise, too.
    #[test]
    fn a_snapshot_names_its_documents_and_no_others() {
        let (id, other) = (Id::<Document>::new(), Id::<Document>::new());
        let one = format!(
            r#"{{"id":"{id}","name":"a.pdf","media_type":"application/pdf","size":3,"sha256":"00","new":1}}"#
        );
        let with = read(&format!(r#"{{"name":"Otter","documents":[{one}]}}"#));
        assert_eq!(with.document(id).unwrap().name, "a.pdf");
        assert_eq!(with.document(other), None);
        for before in [
            r#"{"name":"Otter"}"#.to_owned(),
            r#"{"documents":{}}"#.to_owned(),
            format!(r#"{{"documents":[{{"id":"{id}"}}]}}"#),
            "null".to_owned(),
        ] {
            assert_eq!(read(&before).document(id), None, "{before}");
        }
    }
}
