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
KEPT score_submissions;

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

-- The ranking as it stood when the consensus was locked: a decision is bound to it.
create table rankings (
  lot_id text primary key references lots (id),
  body text not null,
  sha256 text not null,
  locked_by text not null references users (id),
  locked_at bigint not null
);
KEPT rankings;
