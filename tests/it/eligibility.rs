//! What lots ask of suppliers: told before they draft, held to at submission, judged anew at the
//! award.

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        notices::{asking, lot_id, procurement},
        profiles::pounds,
    },
};

fn conditions() -> Value {
    json!({
        "reserved_for": ["sme", "vcse"],
        "accreditations": [{ "kind": "cyber_essentials", "by": "submission" }],
        "insurances": [{ "kind": "public_liability", "at_least": pounds("2000000.00") }],
    })
}

story! {
    async fn conditions_are_drafted_shown_to_all_and_stay_as_published(world) {
        let camden = world.public_body("Camden").await;
        let draft = camden.drafts(asking(&camden.id, json!({ "reserved_for": ["sme"] }))).await;
        assert_eq!(draft["lots"][0]["eligibility"], json!({ "reserved_for": ["sme"], "accreditations": [], "insurances": [] }));
        let path = format!("/v1/opportunities/{}", draft.id());
        let change = json!({ "lots": asking(&camden.id, conditions())["lots"] });
        camden.author.client().await.patch(&path, change.clone()).await.refused(428, "if-match-missing");
        camden.author.patch(&path, "\"99\"", change.clone()).await.refused(412, "stale");
        let edited = camden.author.patch(&path, &draft.etag(), change.clone()).await;
        assert_eq!(edited.is(200)["lots"][0]["eligibility"], conditions());

        let sent = camden.author.act(&format!("{path}/review"), &edited.etag(), Value::Null).await;
        let out = camden.approver.act(&format!("{path}/publication"), &sent.etag(), Value::Null).await;
        let lot = lot_id(&out, 0);
        let public = world.public(&format!("/v1/lots/{lot}")).await;
        assert_eq!(public.is(200)["eligibility"], conditions());
        assert_eq!(world.public(&path).await["lots"][0]["eligibility"], conditions());
        camden.author.patch(&path, &out.etag(), change).await.refused(409, "wrong-state");
        let looser = json!({ "submissions_close_at": "2026-12-01T12:00:00Z", "reason": "Because.", "eligibility": null });
        let told = camden.approver.act(&format!("/v1/lots/{lot}/amendment"), &public.etag(), looser).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/eligibility"]);
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["eligibility"], conditions());
        let plain = camden.drafts(procurement(&camden.id)).await;
        assert!(plain["lots"][0]["eligibility"].is_null());
    }
}

story! {
    async fn what_cannot_be_asked_is_refused_with_every_place(world) {
        let camden = world.public_body("Camden").await;
        let refused = async |eligibility: Value| {
            camden.author.post("/v1/opportunities", asking(&camden.id, eligibility)).await.refused(422, "invalid").pointers()
        };
        // The law forbids to ask for insurance before the award.
        let shapes = json!({
            "reserved_for": ["large"], "colour": "red",
            "accreditations": [{ "kind": "charm", "by": "soon" }, { "kind": "chas" }],
            "insurances": [{ "kind": "cyber", "at_least": { "amount": "-1", "currency": "GBP" }, "by": "submission" }],
        });
        let at = |rest: &str| format!("/lots/0/eligibility{rest}");
        assert_eq!(refused(shapes).await, [
            at("/accreditations/0/by"), at("/accreditations/0/kind"), at("/accreditations/1/by"), at("/colour"),
            at("/insurances/0/at_least/amount"), at("/insurances/0/by"), at("/reserved_for/0"),
        ]);
        let chas = json!({ "kind": "chas", "by": "award" });
        let bad = json!({
            "reserved_for": ["sme", "sme"], "accreditations": [chas, { "kind": "other", "by": "award" }, chas],
            "insurances": [{ "kind": "other", "at_least": pounds("1") }, { "kind": "cyber", "at_least": pounds("0.00") }],
        });
        assert_eq!(refused(bad).await, [
            at("/accreditations/1/kind"), at("/accreditations/2"), at("/insurances/0/kind"),
            at("/insurances/1/at_least/amount"), at("/reserved_for/1"),
        ]);
        let many = json!({ "accreditations": vec![chas; 21] });
        assert!(refused(many).await.contains(&at("/accreditations")));
        assert_eq!(world.count("opportunities"), 0);
    }
}
