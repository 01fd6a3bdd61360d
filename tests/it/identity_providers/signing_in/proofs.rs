//! What an identity provider's word is good for, and how long.

use super::*;

provided! {
    async fn an_id_token_that_has_run_out_vouches_for_nobody(world, provider) {
        let _camden = council(&world, &provider).await;
        let email = "ada@camden.gov.uk";
        provider.knows(email, person(email, &["authors"])).await;
        provider.vouches_for(60).await;
        let before = (world.count("users"), world.count("sessions"));
        let late = comes_back(&world, &provider, email).await;
        world.later("PT5M");
        ends(&world, late).await.refused(401, "unauthenticated").says("did not vouch");
        assert_eq!((world.count("users"), world.count("sessions")), before);
        provider.vouches_for(3_600).await;
        signs_in(&world, &provider, email).await.is(201);
    }
}

provided! {
    async fn the_class_of_a_sign_in_is_believed_where_the_owner_names_it(world, provider) {
        let camden = council(&world, &provider).await;
        let email = "ada@camden.gov.uk";
        let mut known = person(email, &["approvers"]);
        known["acr"] = json!("urn:example:strong");
        provider.knows(email, known).await;
        let proved = async || me(&world, &signs_in(&world, &provider, email).await).await["second_factor"]["proved"].clone();
        for (named, amr_believed, strong) in [
            (Value::Null, true, false),
            (json!("urn:example:strong"), false, true),
            (json!("urn:example:stronger"), false, false),
        ] {
            let mut config = config(&provider.issuer);
            config["amr_believed"] = json!(amr_believed);
            config["acr_believed"] = named.clone();
            camden.owner.put(&setting(&camden.id), config).await.is(200);
            assert_eq!(proved().await, json!(strong), "{named}");
        }
    }
}
