-- A supplier's drafts are sealed to its own key, wrapped like a lot's.
create table supplier_keys (
  organisation_id text primary key references organisations (id),
  wrapped bytea not null,
  created_at bigint not null
);

create table bids (
  id text primary key,
  lot_id text not null references lots (id),
  organisation_id text not null references organisations (id),
  state text not null check (state in ('draft', 'submitted', 'withdrawn', 'received', 'integrity_failed', 'excluded', 'successful', 'unsuccessful')),
  draft bytea,
  submitted_version integer not null default 0,
  price_minor bigint,
  price_currency text,
  state_reason text,
  created_by text not null references users (id),
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null default 1,
  unique (lot_id, organisation_id)
);
create index bids_by_organisation on bids (organisation_id, id desc);

-- What was received, and the receipt for it: written once.
create table bid_submissions (
  bid_id text not null references bids (id),
  version integer not null,
  sealed bytea not null,
  sealed_sha256 text not null,
  commitment text not null,
  receipt text not null,
  submitted_by text not null references users (id),
  received_at bigint not null,
  primary key (bid_id, version)
);

create table opening_approvals (
  id text primary key,
  lot_id text not null references lots (id),
  user_id text not null references users (id),
  organisation_id text not null references organisations (id),
  approved_at bigint not null
);
create index opening_approvals_by_lot on opening_approvals (lot_id, approved_at);
