//! A device that makes passkeys, in software: the client and authenticator of another house.

use passkey::{
    authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod},
    client::{Client, DefaultClientData},
    crypto::rust_crypto::RustCryptoBackend,
    types::{
        Passkey,
        ctap2::{Aaguid, Ctap2Error},
    },
};
use public_suffix::PublicSuffixList;
use serde_json::Value;
use webauthn_rs::prelude::Url;

/// Somebody who has unlocked the device.
struct Unlocked;

#[async_trait::async_trait]
impl UserValidationMethod for Unlocked {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Passkey>,
        _: bool,
        _: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence: true, verification: true })
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }
}

pub struct Device(Client<Option<Passkey>, Unlocked, RustCryptoBackend, PublicSuffixList, ()>);

impl Device {
    pub fn new() -> Self {
        let aaguid = Aaguid::new_empty();
        let device = Authenticator::new(aaguid, None, Unlocked, RustCryptoBackend);
        Self(Client::new(device))
    }

    /// What a browser on that page gives for a creation challenge.
    pub async fn makes(&mut self, page: &str, options: &Value) -> Value {
        let options = serde_json::from_value(options.clone()).unwrap();
        let page = Url::parse(page).unwrap();
        let made = self.0.register(&page, options, DefaultClientData).await.unwrap();
        serde_json::to_value(made).unwrap()
    }

    /// What a browser on that page gives for a request challenge.
    pub async fn proves(&mut self, page: &str, options: &Value) -> Value {
        let mut options = options.clone();
        if options["publicKey"]["allowCredentials"] == serde_json::json!([]) {
            // To a browser none is the same as no list.
            options["publicKey"].as_object_mut().unwrap().remove("allowCredentials");
        }
        let options = serde_json::from_value(options).unwrap();
        let page = Url::parse(page).unwrap();
        let proof = self.0.authenticate(&page, options, DefaultClientData).await.unwrap();
        serde_json::to_value(proof).unwrap()
    }
}
