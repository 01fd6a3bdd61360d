//! Administrators of one duty each, in front of every operation: each does their own and is refused
//! the others', as `access::Duty` declares it. A new operation of administrators that is of no duty
//! there, or of two, does not pass.

use std::collections::BTreeMap;

use guildhall::access::{Duty, matrix::Cell};

use super::{
    bodies::body,
    operations::{OWN, Operation, ask, operations},
    people::Cast,
    subjects::Subjects,
    verdict,
};
use crate::{
    story,
    world::{
        Person, Told, World,
        notices::{lot_id, procurement},
    },
};

/// What administrators ask about, and how.
struct Stage<'w> {
    cast: Cast<'w>,
    subjects: Subjects,
}

impl<'w> Stage<'w> {
    async fn of(world: &'w World) -> Self {
        let cast = Cast::of(world).await;
        let published = cast.camden.publishes(procurement(&cast.camden.id)).await;
        let subjects = Subjects::of(published.id(), lot_id(&published, 0));
        Self { cast, subjects }
    }

    async fn asks(&self, person: &Person<'_>, operation: &Operation) -> Option<Told> {
        let path = self.cast.path(operation, &self.subjects).await?;
        let body = || body(&operation.id, &self.cast, &self.subjects).to_string();
        let told = ask(person, operation, &path, operation.has_body.then(body)).await;
        if told.status < 300 {
            self.subjects.gone(operation);
        }
        Some(told)
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
            let with = stage.asks(&stage.cast.administrator, &operation).await.unwrap();
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
            let records = guildhall::server::operations();
            let of_duty = records.iter().filter(|record| record.duty == Some(*duty));
            let mut declared: Vec<_> = of_duty.map(|record| record.id).collect();
            declared.sort_unstable();
            assert_eq!(answered, declared, "the records say otherwise of {duty}");
        }
        println!("{refusals} refusals of administrators with another duty");
    }
}
