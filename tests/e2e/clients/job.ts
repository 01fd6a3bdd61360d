/**
 * The main job through a client that `openapi-typescript` generated from the description. It compiles
 * under `--strict` without `any`, and its only cast is that of the file: what compiles here is what the
 * description promises. Tokens of mails and codes of authenticator apps come from `clients.py`.
 */
import createClient from "openapi-fetch";
import { createHash, randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { components, paths } from "./guildhall.js";

type Schemas = components["schemas"];
type NotAny<T> = 0 extends 1 & T ? never : T;

interface Told<D> {
  data?: D;
  error?: Schemas["Problem"];
  response: Response;
}

const baseUrl = setting("GUILDHALL_URL");
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const stranger = createClient<paths>({ baseUrl });
const administrator = signedIn(setting("GUILDHALL_ADMINISTRATOR"));

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

function signedIn(token: string) {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
}

async function ask(question: string): Promise<string> {
  console.log(`? ${question}`);
  const answer = await answers.next();
  if (answer.done) throw new Error(`no answer to ${question}`);
  return answer.value;
}

/** What was asked for; a refusal ends the job. */
function good<D>({ data, error, response }: Told<D>): NotAny<NonNullable<D>>;
function good<D>({ data, error, response }: Told<D>) {
  if (error !== undefined) throw new Error(`${response.url}: ${error.type}: ${error.detail}`);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return data;
}

/** The refusal that the job expects. */
function refused<D>({ error, response }: Told<D>, kind: string): Schemas["Problem"] {
  if (error?.type !== `/docs/problems/${kind}`) {
    throw new Error(`${response.url}: not ${kind}: ${response.status} ${error?.type}`);
  }
  return error;
}

/** The version, for the next `If-Match`. */
function version({ response }: Told<unknown>): string {
  const etag = response.headers.get("ETag");
  if (etag === null) throw new Error(`${response.url}: no ETag`);
  return etag;
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function now(): Promise<number> {
  return Date.parse(good(await stranger.GET("/v1/time")).now);
}

async function waitUntil(instant: string | undefined): Promise<void> {
  if (instant === undefined) throw new Error("the refusal names no instant");
  while ((await now()) <= Date.parse(instant)) {
    await new Promise((resume) => setTimeout(resume, 200));
  }
}

class Person {
  readonly email: string;
  readonly password = `pass ${randomUUID()}`;
  id = "";
  api = stranger;

  constructor(readonly name: string) {
    this.email = `${name.toLowerCase()}@people.example`;
  }

  async signsUp(): Promise<this> {
    const body = { email: this.email, password: this.password, full_name: this.name };
    good(await stranger.POST("/v1/users", { body }));
    const token = await ask(`token ${this.email}`);
    good(await stranger.POST("/v1/users/verification", { body: { token } }));
    await this.signsIn();
    this.id = good(await this.api.GET("/v1/me")).id;
    return this;
  }

  /** With the second factor where the account has one. */
  async signsIn(recoveryCode?: string): Promise<void> {
    const credentials = { email: this.email, password: this.password };
    let session = good(await stranger.POST("/v1/sessions", { body: credentials }));
    if ("factors" in session) {
      must(session.factors.includes("recovery_code"), "recovery codes are a second factor");
      const body = { token: session.token, recovery_code: recoveryCode };
      session = good(await stranger.POST("/v1/sessions/second-factor", { body }));
    }
    this.api = signedIn(session.access_token);
  }

  /** An authenticator app, which approvers and openers need; then a sign-in with both factors. */
  async enrols(): Promise<void> {
    const { secret } = good(await this.api.POST("/v1/me/totp"));
    const body = { code: await ask(`code ${secret}`) };
    const codes = good(await this.api.POST("/v1/me/totp/confirmation", { body })).recovery_codes;
    await this.signsIn(codes[0]);
  }

  async brings(kind: Schemas["OrganisationKind"], name: string): Promise<string> {
    const body = { kind, name, identifiers: [{ scheme: "GB-TEST", id: name.toUpperCase() }] };
    const { id } = good(await this.api.POST("/v1/organisations", { body }));
    const verdict = { outcome: "verified", note: "Checked against the register." } as const;
    const params = { path: { id } };
    good(await administrator.POST("/v1/organisations/{id}/verification", { params, body: verdict }));
    return id;
  }

  async invites(id: string, guest: Person, roles: Schemas["Role"][]): Promise<void> {
    const params = { path: { id } };
    const body = { email: guest.email, roles };
    good(await this.api.POST("/v1/organisations/{id}/invitations", { params, body }));
    const token = await ask(`token ${guest.email}`);
    good(await guest.api.POST("/v1/invitations/acceptance", { body: { token } }));
  }
}

const names = ["Owner", "Author", "Approver", "Opener", "Chair", "Evaluator", "Otter"];
const everybody: Person[] = [];
for (const name of names) everybody.push(await new Person(name).signsUp());
const [owner, author, approver, opener, chair, evaluator, otter] = everybody;
if (!owner || !author || !approver || !opener || !chair || !evaluator || !otter) throw new Error("nobody");
const council = await owner.brings("public_body", "Camden");
const supplier = await otter.brings("supplier", "Otters");
await owner.invites(council, author, ["author"]);
await owner.invites(council, approver, ["approver", "opener"]);
await owner.invites(council, opener, ["opener"]);
await approver.enrols();
await opener.enrols();
console.log(". seven people have signed in, two of them with a second factor; both bodies are verified");

const closes = new Date((await now()) + 8_000).toISOString();
const price = { amount: "12500.00", currency: "GBP" };
const draft: Schemas["CreateOpportunity"] = {
  organisation_id: council,
  kind: "challenge",
  title: "Know which gullies will flood",
  summary: "Sensors that text before a drain blocks.",
  description: "We clean 12,000 gullies by calendar.",
  problem_statement: "Streets flood because drains block unseen.",
  desired_outcomes: ["Fewer floods"],
  cpv: ["72212000"],
  regions: ["UKI31"],
  themes: ["drainage"],
  budget: { amount: "50000.00", currency: "GBP" },
  ip_terms: "The supplier owns the result; the council may use it.",
  lots: [
    {
      title: "Prove it",
      description: "Supply, fit and run sensors for two years.",
      value: { amount: "50000.00", currency: "GBP" },
      max_awards: 1,
      clarifications_close_at: new Date(Date.parse(closes) - 4_000).toISOString(),
      submissions_close_at: closes,
      questions: [{ key: "approach", prompt: "How will you do it?", kind: "text", required: true, word_limit: 50 }],
      criteria: [
        { key: "quality", name: "Quality", kind: "quality", weight: "70.00", scale_max: "10.00" },
        { key: "price", name: "Price", kind: "price", weight: "30.00", scale_max: "10.00" },
      ],
    },
  ],
};
const created = await author.api.POST("/v1/opportunities", { body: draft });
const opportunity = good(created).id;
const ofOpportunity = (etag: string) => ({ path: { id: opportunity }, header: { "If-Match": etag } });
const edited = await author.api.PATCH("/v1/opportunities/{id}", {
  params: ofOpportunity(version(created)),
  body: { title: "Know which gullies will flood next" },
});
must(good(edited).title.endsWith("next"), "the title is changed");
const stale = ofOpportunity(version(created));
refused(await author.api.POST("/v1/opportunities/{id}/review", { params: stale }), "stale");
const asked = ofOpportunity(version(edited));
const inReview = await author.api.POST("/v1/opportunities/{id}/review", { params: asked });
must(good(inReview).status === "in_review", "the draft is in review");
const reviewed = ofOpportunity(version(inReview));
const published = good(
  await approver.api.POST("/v1/opportunities/{id}/publication", { params: reviewed }),
);
const lot = published.lots[0]?.id;
if (lot === undefined) throw new Error("the opportunity has no lot");
const ofLot = { path: { id: lot } };
console.log(`. opportunity ${published.number} is drafted, reviewed and published`);

const pdf = new Blob(["%PDF-1.7\n% insurance\n%%EOF\n"], { type: "application/pdf" });
const digest = createHash("sha256").update(Buffer.from(await pdf.arrayBuffer())).digest("base64");
const document = good(
  await otter.api.POST("/v1/organisations/{id}/documents", {
    params: {
      path: { id: supplier },
      query: { name: "insurance.pdf" },
      header: { "Content-Digest": `sha-256=:${digest}:` },
    },
    body: pdf as unknown as string,
    bodySerializer: (body) => body,
    headers: { "Content-Type": pdf.type },
  }),
);
must(document.size === pdf.size, "the document is kept");
const started = await otter.api.POST("/v1/lots/{id}/bids", {
  params: ofLot,
  body: { organisation_id: supplier },
});
const bid = good(started).id;
const ofBid = { path: { id: bid } };
const written = await otter.api.PATCH("/v1/bids/{id}", {
  params: { ...ofBid, header: { "If-Match": version(started) } },
  body: { answers: [{ question_key: "approach", text: "Sensors that text." }], price },
});
must(good(written).price?.amount === price.amount, "the price is written");
const act = { "If-Match": version(written), "Idempotency-Key": randomUUID() };
const submit = () =>
  otter.api.POST("/v1/bids/{id}/submission", { params: { ...ofBid, header: act } });
const receipt = good(await submit());
must(good(await submit()).signature === receipt.signature, "a retry gets the same receipt");
const proof = await stranger.POST("/v1/receipts/verification", { body: { note: receipt.note } });
must(good(proof).valid, "the receipt is valid");
console.log(`. the bid is submitted at ${receipt.received_at}; its retry got the same receipt`);

await waitUntil(receipt.submissions_close_at);
const approval = () => opener.api.POST("/v1/lots/{id}/opening-approvals", { params: ofLot });
await waitUntil(refused(await approval(), "too-early").opens_from);
must(!good(await approval()).opened, "one opener is not enough");
const opening = good(
  await approver.api.POST("/v1/lots/{id}/opening-approvals", { params: ofLot }),
);
must(opening.opened && opening.bids === 1, "two openers open the bid");
console.log(". two openers have opened the bid after the deadline");

for (const [person, role] of [[chair, "chair"], [evaluator, "evaluator"]] as const) {
  const body = { user_id: person.id, role };
  good(await approver.api.POST("/v1/lots/{id}/panel", { params: ofLot, body }));
  const none = { conflicts: [], statement: "I have no interest in any of the bidders." };
  good(await person.api.POST("/v1/lots/{id}/declarations", { params: ofLot, body: none }));
  must(good(await person.api.GET("/v1/bids/{id}", { params: ofBid })).id === bid, "it reads the bid");
}
const scores = [{ criterion_key: "quality", mark: "8", rationale: "A convincing plan." }];
for (const { api } of [chair, evaluator]) {
  good(await api.PUT("/v1/bids/{id}/scores", { params: ofBid, body: { scores } }));
  good(await api.POST("/v1/lots/{id}/scores/submission", { params: ofLot }));
}
good(await chair.api.PUT("/v1/bids/{id}/consensus", { params: ofBid, body: { scores } }));
const ranking = good(await chair.api.POST("/v1/lots/{id}/consensus/lock", { params: ofLot }));
must(ranking.items[0]?.total === "86.00", `8/10*70 + 30 = ${ranking.items[0]?.total}`);
console.log(". the panel has declared, marked and agreed; the ranking is locked");

const award: Schemas["NewDecision"] = {
  outcome: "award",
  bid_ids: [bid],
  reason: "The highest total.",
};
good(await chair.api.POST("/v1/lots/{id}/decision", { params: ofLot, body: award }));
const decision = good(
  await approver.api.POST("/v1/lots/{id}/decision/approval", {
    params: ofLot,
    body: { approved: true, note: "Checked against the ranking." },
  }),
);
must(decision.state === "approved", `the decision is ${decision.state}`);
const read = await otter.api.GET("/v1/bids/{id}/assessment-summary", { params: ofBid });
const summary = good(read);
must(summary.outcome === "successful", `the bid is ${summary.outcome}`);
must(summary.winners[0]?.supplier_name === "Otters", "the supplier reads who won");
const shown = good(
  await stranger.GET("/v1/opportunities/{id}", { params: { path: { id: opportunity } } }),
);
must(shown.status === "decided", `the opportunity is ${shown.status}`);
console.log(`. the supplier reads the award: ${summary.total} of 100.00`);
process.exit(0);
