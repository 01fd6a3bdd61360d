-- One for each supplier: whether it wants to be found, and by which names.
create table supplier_profiles (
  number NUMBER,
  organisation_id text not null unique references organisations (id),
  listed boolean not null default true,
  other_names text not null default '',
  updated_at bigint not null,
  version bigint not null default 1,
  -- When a supplier is to be told next that a statement of its profile runs out.
  remind_at bigint
);
create index supplier_profiles_listed on supplier_profiles (listed, organisation_id desc);
create index supplier_profiles_due on supplier_profiles (remind_at) where remind_at is not null;

-- Statements of a profile: never changed but to note their end.
create table supplier_statements (
  id text primary key,
  organisation_id text not null references organisations (id),
  section text not null check (section in ('names', 'size', 'vcse', 'reach', 'accreditations', 'insurances', 'connected_persons', 'exclusions', 'modern_slavery', 'policies')),
  said text not null,
  declared_by text not null references users (id),
  declared_at bigint not null,
  expires_at bigint,
  replaced_at bigint
);
create unique index supplier_statements_current on supplier_statements (organisation_id, section) where replaced_at is null;
create index supplier_statements_by_organisation on supplier_statements (organisation_id, id desc);

-- The codes by which the directory finds suppliers, and until when.
create table supplier_codes (
  scheme text not null,
  code text not null,
  organisation_id text not null references organisations (id),
  until bigint,
  primary key (scheme, code, organisation_id)
);
create index supplier_codes_by_organisation on supplier_codes (organisation_id, scheme, code);

-- Documents of suppliers: never changed but to note their end, and that a bid carries them.
create table supplier_documents (
  id text primary key,
  organisation_id text not null references organisations (id),
  title text,
  name text not null,
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 text not null,
  uploaded_by text not null references users (id),
  uploaded_at bigint not null,
  withdrawn_by text references users (id),
  withdrawn_at bigint,
  in_bid_at bigint
);
create index supplier_documents_by_organisation on supplier_documents (organisation_id, id desc);
