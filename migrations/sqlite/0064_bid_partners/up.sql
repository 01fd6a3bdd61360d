-- Suppliers that bid together: those whom the supplier of a bid, its lead, asks to be its partners.
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
  -- The newest submission whose seal names it.
  named_in integer
);
create unique index bid_partners_once on bid_partners (bid_id, organisation_id) where state in ('invited', 'accepted');
create unique index bid_partners_one_bid on bid_partners (lot_id, organisation_id) where state = 'accepted';
create index bid_partners_by_bid on bid_partners (bid_id, id);
create index bid_partners_by_organisation on bid_partners (organisation_id, id desc);
create index bid_partners_by_lot on bid_partners (lot_id, organisation_id);
