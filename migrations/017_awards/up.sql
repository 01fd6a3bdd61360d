create table decisions (
  id text primary key,
  lot_id text not null references lots (id),
  outcome text not null check (outcome in ('award', 'no_award')),
  bid_ids text not null,
  reason text not null,
  ranking_sha256 text,
  state text not null check (state in ('proposed', 'approved', 'rejected')),
  proposed_by text not null references users (id),
  proposed_at bigint not null,
  settled_by text references users (id),
  settled_at bigint,
  settled_note text,
  version bigint not null default 1,
  -- The conditions that the awarded bids did not meet when the decision was proposed, each with the chair's note.
  eligibility_notes text not null default '[]'
);
create index decisions_by_lot on decisions (lot_id, proposed_at);

-- Contracts signed after an award: one for each bid that won. A contract is never changed but to note
-- that its details were published.
create table contracts (
  id text primary key,
  lot_id text not null references lots (id),
  bid_id text not null references bids (id),
  title text not null,
  net_minor bigint not null check (net_minor >= 0),
  gross_minor bigint not null check (gross_minor >= net_minor),
  currency text not null,
  signed_on text not null,
  starts_on text not null,
  ends_on text not null,
  recorded_by text not null references users (id),
  recorded_at bigint not null,
  details_published_by text references users (id),
  details_published_at bigint,
  -- The suppliers, as they were known then.
  published_suppliers text,
  version bigint not null default 1
);
create unique index contracts_of_bids on contracts (bid_id);
create index contracts_of_lots on contracts (lot_id, id);
