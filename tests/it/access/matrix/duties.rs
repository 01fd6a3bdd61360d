//! Administrators of one duty each, in front of every operation: each does their own and is refused
//! the others', as `access::Duty` declares it. A new operation of administrators that is of no duty
//! there, or of two, does not pass.

use std::collections::BTreeMap;

use guildhall::access::{Duty, matrix::Cell};
use serde_json::json;

use super::{Cast, NOWHERE, OWN, Operation, Things, ask, body, operations, path, query, verdict};
use crate::{
    story,
    world::{
        Person, Told, World,
        notices::{lot_id, procurement},
    },
};

/// One of everything that operations of administrators are about.
struct Stage<'w> {
    cast: Cast<'w>,
    things: Things,
    other_administrator: String,
    claims: std::cell::Cell<usize>,
}

impl<'w> Stage<'w> {
    async fn of(world: &'w World) -> Self {
        let cast = Cast::of(world).await;
        let published = cast.camden.publishes(procurement(&cast.camden.id)).await;
        let lot = lot_id(&published, 0);
        let things = Things { opportunity: published.id(), lot, bid: None };
        let other_administrator = world.administrator_for("other", &[]).await.id;
        Self { cast, things, other_administrator, claims: 0.into() }
    }

    fn person(&self, name: &str) -> &Person<'w> {
        &self.cast.others.iter().find(|(known, _)| *known == name).unwrap().1
    }

    /// A claim that nobody has withdrawn yet.
    async fn claim(&self) -> String {
        let n = self.claims.replace(self.claims.get() + 1);
        let camden = &self.cast.camden;
        let path = format!("/v1/organisations/{}/domains", camden.id);
        camden.owner.post(&path, json!({ "domain": format!("camden-{n}.example") })).await.id()
    }

    async fn asks(&self, person: &Person<'_>, operation: &Operation) -> Option<Told> {
        let somebody = &self.person("somebody").id;
        let claim =
            if operation.id == "withdraw_domain" { self.claim().await } else { NOWHERE.to_owned() };
        let named = operation
            .path
            .replace("/users/{id}", &format!("/users/{somebody}"))
            .replace(
                "/administrators/{user_id}",
                &format!("/administrators/{}", self.other_administrator),
            )
            .replace("{domain_id}", &claim);
        let Operation { method, id, has_body, .. } = operation;
        let named =
            Operation { method: method.clone(), path: named, id: id.clone(), has_body: *has_body };
        let path = path(&named, &self.cast, &self.things)? + &query(operation, &self.cast);
        let body = has_body.then(|| body(id, &self.cast, &self.things).to_string());
        Some(ask(person, &named, &path, body).await)
    }
}

story! {
    async fn each_administrators_operation_is_of_one_duty(world) {
        let stage = Stage::of(&world).await;
        let idle = world.administrator_for("no-duty", &[]).await;
        let mut each = Vec::new();
        for duty in Duty::ALL {
            each.push((*duty, world.administrator_for(duty.as_str(), &[*duty]).await));
        }
        let mut found = BTreeMap::<Duty, Vec<String>>::new();
        let mut refusals = 0;
        for operation in operations().into_iter().filter(|one| !OWN.contains(&one.id.as_str())) {
            let id = &operation.id;
            let Some(without) = stage.asks(&idle, &operation).await else { continue };
            let mut answers = Vec::new();
            for (duty, person) in &each {
                answers.push((*duty, stage.asks(person, &operation).await.unwrap()));
            }
            let with = stage.asks(stage.person("administrator"), &operation).await.unwrap();
            let yes = |told: &Told| verdict(told) == Cell::Yes;
            let having: Vec<Duty> = answers.iter().filter(|(_, told)| yes(told)).map(|(duty, _)| *duty).collect();
            if yes(&without) || !yes(&with) {
                // Everybody's own, or no administrator's.
                assert!(having.len() == if yes(&without) { each.len() } else { 0 }, "{id}: {having:?}");
                continue;
            }
            assert_eq!(having.len(), 1, "{id} is an administrators' operation of these duties: {having:?}");
            found.entry(having[0]).or_default().push(id.clone());
            for (_, told) in answers.iter().filter(|(_, told)| !yes(told)) {
                refusals += 1;
                assert_eq!(told.status, without.status, "{id}: {}", told.text);
                if told.status == 403 {
                    told.refused(403, "forbidden").says(&format!("with the duty `{}`", having[0]));
                } else {
                    told.refused(404, "not-found");
                }
            }
        }
        for duty in Duty::ALL {
            let mut answered = found.remove(duty).unwrap_or_default();
            answered.sort_unstable();
            assert_eq!(answered, duty.operations(), "access/duties.rs says otherwise of {duty}");
        }
        println!("{refusals} refusals of administrators with another duty");
    }
}
