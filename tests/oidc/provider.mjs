// A real identity provider for tests/it/identity_providers/: oidc-provider, which signs in whoever `login_hint`
// names without asking, with the claims that the test has given them.
//
// It prints its port. POST /control {people, redirect_uris, rotate, id_token_life} changes what it knows.
import * as http from "node:http";
import * as crypto from "node:crypto";
import Provider from "oidc-provider";

const known = { people: {}, subjects: {}, redirect_uris: [], id_token_life: 3600 };
let keys = [];
let provider;

function rotate() {
  const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = crypto.randomUUID();
  keys = [{ ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }];
}

function build(issuer) {
  provider = new Provider(issuer, {
    clients: [{
      client_id: "guildhall", client_secret: "a secret of forty-two characters, all told",
      redirect_uris: known.redirect_uris, response_types: ["code"], grant_types: ["authorization_code"],
    }],
    jwks: { keys },
    ttl: { IdToken: known.id_token_life },
    acrValues: ["urn:example:strong"],
    cookies: { keys: ["a key for cookies"] },
    conformIdTokenClaims: false,
    scopes: ["openid", "email", "profile"],
    claims: {
      openid: ["sub", "amr", "acr", "auth_time"],
      email: ["email", "email_verified"],
      profile: ["name", "groups", "_claim_names"],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => known.subjects[id],
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
  });
  provider.on("server_error", (_, error) => console.error(error));
}

async function interact(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const { sub, amr, acr } = known.people[params.login_hint];
  const login = { accountId: sub, remember: false, amr, acr };
  await provider.interactionFinished(request, response, { login });
}

async function control(request, response, issuer) {
  let text = "";
  for await (const part of request) text += part;
  const asked = JSON.parse(text);
  Object.assign(known.people, asked.people);
  for (const person of Object.values(known.people)) known.subjects[person.sub] = person;
  known.redirect_uris = asked.redirect_uris ?? known.redirect_uris;
  known.id_token_life = asked.id_token_life ?? known.id_token_life;
  if (asked.rotate) rotate();
  if (asked.rotate || asked.redirect_uris || asked.id_token_life) build(issuer);
  response.writeHead(204).end();
}

const server = http.createServer((request, response) => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const done = request.url === "/control" ? control(request, response, issuer)
    : request.url.startsWith("/interaction/") ? interact(request, response)
      : provider.callback()(request, response);
  Promise.resolve(done).catch((error) => {
    console.error(error);
    response.writeHead(500).end(String(error));
  });
});
rotate();
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
// Nobody reads on after the port.
process.stdout.on("error", () => {});
// It ends with the test that has started it.
process.stdin.resume().on("end", () => process.exit(0));
