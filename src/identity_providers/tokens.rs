//! The code is exchanged for an ID token; its claims are read once the token is verified.

use std::time::{Duration, UNIX_EPOCH};

use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId,
    ClientSecret, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken,
    IdTokenClaims, IdTokenFields, IdTokenVerifier, Nonce, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse,
    TokenResponse as _,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType,
        CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    discovery::Discovered,
    flow::CodeGrant,
    model::{Provider, ProviderFault},
};
use crate::{kernel::Email, prelude::*};

/// Seconds that two clocks may differ.
const LEEWAY: i64 = 60;

/// Claims that OpenID Connect does not name: groups, above all.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct OtherClaims {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for OtherClaims {}

type Token = IdToken<
    OtherClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Fields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type OurClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Only signatures that the provider alone can make: none, and those that are made with the shared
/// secret, are refused.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The claims of a verified token.
#[derive(Debug, Clone)]
pub struct Claims {
    pub subject: String,
    /// Only where the provider says that it is proved.
    pub email: Option<Email>,
    pub full_name: Option<Line<120>>,
    pub groups: Vec<String>,
    /// There are more groups than the token tells.
    pub has_more_groups: bool,
    pub amr: Vec<String>,
    pub acr: Option<String>,
    pub proved_at: Option<Instant>,
}

/// A token that has come straight from the provider, and is not verified.
pub struct Unverified(Token);

fn not_vouched(why: &dyn std::fmt::Debug) -> ProviderFault {
    tracing::info!(?why, "an identity provider vouched for nobody");
    ProviderFault::NotVouched
}

/// Gives the code for a token. Blocks.
pub fn exchange(
    discovered: &Discovered,
    provider: &Provider,
    secret: &str,
    grant: &CodeGrant,
) -> Result<Unverified, ProviderFault> {
    let client_id = ClientId::new(provider.client_id.clone());
    let secret = ClientSecret::new(secret.to_owned());
    let metadata: CoreProviderMetadata = (*discovered.metadata).clone();
    let in_body = metadata.token_endpoint_auth_methods_supported().is_some_and(|methods| {
        !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
    });
    let redirect =
        RedirectUrl::new(grant.flow.redirect.clone()).map_err(|error| not_vouched(&error))?;
    let client = OurClient::from_provider_metadata(metadata, client_id, Some(secret))
        .set_redirect_uri(redirect)
        .set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth });
    let asked = client.exchange_code(AuthorizationCode::new(grant.code.clone()));
    let asked = asked.map_err(|error| not_vouched(&error))?;
    let answer = asked
        .set_pkce_verifier(PkceCodeVerifier::new(grant.flow.pkce.clone()))
        .request(&|request| discovered.ask(request));
    let answer = answer.map_err(|error| match error {
        RequestTokenError::Request(why) => {
            tracing::warn!(issuer = %provider.issuer, %why, "an identity provider is away");
            ProviderFault::Away
        }
        RequestTokenError::ServerResponse(why) => not_vouched(why.error()),
        RequestTokenError::Parse(why, _) => not_vouched(&why.to_string()),
        RequestTokenError::Other(why) => not_vouched(&why),
    })?;
    let token = answer.id_token().cloned().ok_or_else(|| not_vouched(&"no ID token"))?;
    Ok(Unverified(token))
}

impl Unverified {
    /// Verifies signature, issuer, audience, end and nonce (OpenID Connect Core 3.1.3.7). None
    /// where it is signed with a key that was not there when the keys were read.
    pub fn verify(
        &self,
        discovered: &Discovered,
        provider: &Provider,
        nonce: &str,
        now: Instant,
    ) -> Result<Option<Claims>, ProviderFault> {
        let seconds = u64::try_from(now.seconds() - LEEWAY).unwrap_or_default();
        let verifier = IdTokenVerifier::<CoreJsonWebKey>::new_public_client(
            ClientId::new(provider.client_id.clone()),
            discovered.metadata.issuer().clone(),
            discovered.metadata.jwks().clone(),
        )
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || (UNIX_EPOCH + Duration::from_secs(seconds)).into());
        match self.0.claims(&verifier, &Nonce::new(nonce.to_owned())) {
            Ok(claims) => Ok(Some(read(claims, &provider.groups_claim))),
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => Ok(None),
            Err(error) => Err(not_vouched(&error)),
        }
    }
}

fn read(claims: &IdTokenClaims<OtherClaims, CoreGenderClaim>, groups_claim: &str) -> Claims {
    let more = &claims.additional_claims().all;
    // Entra ID says in a claim of its own that the domain's owner vouches for the address.
    let by_domain = match more.get("xms_edov") {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        Some(Value::String(word)) => word == "1" || word == "true",
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => false,
    };
    let is_proved = claims.email_verified() == Some(true) || by_domain;
    let email = claims.email().filter(|_| is_proved);
    let names = more.get("_claim_names").and_then(Value::as_object);
    Claims {
        subject: claims.subject().as_str().to_owned(),
        email: email.and_then(|email| Email::parse(email.as_str()).ok()),
        full_name: claims
            .name()
            .and_then(|names| names.get(None))
            .and_then(|name| Line::parse(name.as_str()).ok()),
        groups: names_in(more.get(groups_claim)),
        has_more_groups: names.is_some_and(|names| names.contains_key(groups_claim)),
        amr: claims
            .auth_method_refs()
            .map(|all| all.iter().map(|one| one.as_str().to_owned()).collect())
            .unwrap_or_default(),
        acr: claims.auth_context_ref().map(|class| class.as_str().to_owned()),
        proved_at: claims
            .auth_time()
            .and_then(|at| at.timestamp().checked_mul(1_000_000))
            .map(Instant::from_micros),
    }
}

/// A claim of one name or of several.
fn names_in(claim: Option<&Value>) -> Vec<String> {
    match claim {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => vec![],
    }
}
