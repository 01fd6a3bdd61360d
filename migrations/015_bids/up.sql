-- A supplier's drafts are sealed to its own key, wrapped like a lot's.
create table supplier_keys (
  organisation_id text primary key references organisations (id),
  wrapped BYTES not null,
  created_at bigint not null
);

create table bids (
  id text primary key,
  lot_id text not null references lots (id),
  organisation_id text not null references organisations (id),
  state text not null check (state in ('draft', 'submitted', 'withdrawn', 'received', 'integrity_failed', 'excluded', 'successful', 'unsuccessful')),
  draft BYTES,
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

-- Sealed submissions, and their receipts: written once.
create table bid_submissions (
  bid_id text not null references bids (id),
  version integer not null,
  sealed BYTES not null,
  sealed_sha256 text not null,
  commitment text not null,
  receipt text not null,
  submitted_by text not null references users (id),
  received_at bigint not null,
  primary key (bid_id, version)
);
KEPT bid_submissions;

create table opening_approvals (
  id text primary key,
  lot_id text not null references lots (id),
  user_id text not null references users (id),
  organisation_id text not null references organisations (id),
  approved_at bigint not null
);
create index opening_approvals_by_lot on opening_approvals (lot_id, approved_at);
KEPT opening_approvals;

-- Joint bids: the suppliers that the lead of a bid asks to be its partners.
create table bid_partners (
  id text primary key,
  bid_id text not null references bids (id),
  lot_id text not null references lots (id),
  organisation_id text not null references organisations (id),
  part text not null,
  state text not null check (state in ('invited', 'accepted', 'declined', 'withdrawn', 'left')),
  invited_by text not null references users (id),
  invited_at bigint not null,
  answered_by text references users (id),
  answered_at bigint,
  ended_by text references users (id),
  ended_at bigint,
  -- The newest submission whose seal names the partner.
  named_in integer
);
create unique index bid_partners_once on bid_partners (bid_id, organisation_id) where state in ('invited', 'accepted');
create unique index bid_partners_one_bid on bid_partners (lot_id, organisation_id) where state = 'accepted';
create index bid_partners_by_bid on bid_partners (bid_id, id);
create index bid_partners_by_organisation on bid_partners (organisation_id, id desc);
create index bid_partners_by_lot on bid_partners (lot_id, organisation_id);
