create table panel_members (
  lot_id text not null references lots (id),
  user_id text not null references users (id),
  role text not null check (role in ('chair', 'evaluator', 'observer')),
  scores boolean not null,
  appointed_by text not null references users (id),
  appointed_at bigint not null,
  primary key (lot_id, user_id)
);
create index panel_members_by_user on panel_members (user_id);

create table declarations (
  lot_id text not null references lots (id),
  user_id text not null references users (id),
  conflicts text not null,
  statement text not null,
  declared_at bigint not null,
  version bigint not null default 1,
  primary key (lot_id, user_id)
);

create table scores (
  bid_id text not null references bids (id),
  user_id text not null references users (id),
  criterion_key text not null,
  lot_id text not null references lots (id),
  mark bigint not null,
  rationale text not null,
  scored_at bigint not null,
  primary key (bid_id, user_id, criterion_key)
);
create index scores_by_lot on scores (lot_id, user_id);

create table score_submissions (
  lot_id text not null references lots (id),
  user_id text not null references users (id),
  submitted_at bigint not null,
  primary key (lot_id, user_id)
);

create table consensus_marks (
  bid_id text not null references bids (id),
  criterion_key text not null,
  lot_id text not null references lots (id),
  mark bigint not null,
  rationale text not null,
  agreed_by text not null references users (id),
  agreed_at bigint not null,
  primary key (bid_id, criterion_key)
);
create index consensus_marks_by_lot on consensus_marks (lot_id);

-- The ranking as it stood when the consensus was locked: what a decision is bound to.
create table rankings (
  lot_id text primary key references lots (id),
  body text not null,
  sha256 text not null,
  locked_by text not null references users (id),
  locked_at bigint not null
);

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
  version bigint not null default 1
);
create index decisions_by_lot on decisions (lot_id, proposed_at);
