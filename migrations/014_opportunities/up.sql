create table opportunities (
  number NUMBER,
  id text not null unique,
  organisation_id text not null references organisations (id),
  buyer_name text not null,
  kind text not null check (kind in ('challenge', 'procurement')),
  state text not null check (state in ('draft', 'in_review', 'published', 'decided', 'awarded', 'no_bids', 'no_award', 'cancelled')),
  title text not null,
  summary text not null,
  description text not null,
  cpv text not null,
  regions text not null,
  themes text not null,
  route text,
  challenge text,
  ocid text unique,
  imported boolean not null default false,
  writers text not null default '',
  published_at bigint,
  closes_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null default 1,
  source_url text
);
create index opportunities_by_publication on opportunities (published_at desc, id desc) where published_at is not null;
create index opportunities_by_kind on opportunities (kind, published_at desc, id desc) where published_at is not null;
create index opportunities_by_state on opportunities (state, published_at desc, id desc) where published_at is not null;
create index opportunities_by_closing on opportunities (closes_at, id) where published_at is not null;
create index opportunities_by_organisation on opportunities (organisation_id, id desc);

-- The codes by which opportunities are filtered, with the order of lists beside them.
create table opportunity_codes (
  scheme text not null check (scheme in ('cpv', 'region', 'theme')),
  code text not null,
  published_at bigint not null,
  opportunity_id text not null,
  primary key (scheme, code, published_at, opportunity_id)
);
create index opportunity_codes_by_opportunity on opportunity_codes (opportunity_id);

create table lots (
  id text primary key,
  opportunity_id text not null references opportunities (id),
  position integer not null,
  follows_lot_id text references lots (id),
  state text not null check (state in ('draft', 'published', 'opened', 'in_evaluation', 'decided', 'standstill', 'awarded', 'no_bids', 'no_award', 'cancelled')),
  title text not null,
  description text not null,
  value_minor bigint,
  currency text,
  clarifications_close_at bigint,
  submissions_close_at bigint,
  max_awards integer not null default 1,
  questions text not null,
  criteria text not null,
  opened_at bigint,
  consensus_locked_at bigint,
  state_reason text,
  version bigint not null default 1,
  source_id text,
  -- The conditions of participation; none where nothing is asked.
  eligibility text,
  unique (opportunity_id, position)
);
create index lots_by_follows on lots (follows_lot_id) where follows_lot_id is not null;
create unique index lots_by_source on lots (opportunity_id, source_id) where source_id is not null;

-- The key that a lot's bids are sealed to; its secret half is wrapped under a key kept in a file.
create table lot_keys (
  lot_id text primary key references lots (id),
  recipient text not null,
  fingerprint text not null,
  ring text not null check (ring in ('sealed', 'opened')),
  wrapped BYTES not null,
  created_at bigint not null
);

create table amendments (
  id text primary key,
  lot_id text not null references lots (id),
  reason text not null,
  old_close_at bigint not null,
  new_close_at bigint not null,
  made_by text not null references users (id),
  made_at bigint not null
);
create index amendments_by_lot on amendments (lot_id, made_at);
KEPT amendments;

-- Winners follow from the releases, which are kept: a later release may correct them.
create table imported_awards (
  lot_id text not null references lots (id),
  award_id text not null,
  supplier_id text references organisations (id),
  supplier_name text not null,
  value_minor bigint,
  currency text,
  awarded_at bigint,
  primary key (lot_id, award_id, supplier_name)
);
