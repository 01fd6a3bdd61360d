-- What was signed after an award: one contract for each bid that won. What is written stays; only
-- that its details were published is added.
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
  -- Those who supply, as they were known then.
  published_suppliers text,
  version bigint not null default 1
);
create unique index contracts_of_bids on contracts (bid_id);
create index contracts_of_lots on contracts (lot_id, id);
