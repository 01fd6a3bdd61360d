-- One for each supplier: whether it wants to be found, and by which names.
create table supplier_profiles (
  number bigint generated always as identity primary key,
  organisation_id text not null unique references organisations (id),
  listed boolean not null default true,
  other_names text not null default '',
  updated_at bigint not null,
  version bigint not null default 1
);
create index supplier_profiles_listed on supplier_profiles (listed, organisation_id desc);
insert into supplier_profiles (organisation_id, updated_at)
select id, updated_at from organisations where kind = 'supplier' order by id;
-- Whoever brings a supplier: this release, or one of before that still runs beside it.
create function supplier_profiles_follow() returns trigger language plpgsql as $$
begin
  insert into supplier_profiles (organisation_id, updated_at) values (new.id, new.updated_at);
  return null;
end $$;
create trigger supplier_profiles_after_insert after insert on organisations for each row
  when (new.kind = 'supplier') execute function supplier_profiles_follow();

-- What was said, by whom, when; never changed but to note its end.
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

-- What the directory finds suppliers by, and until when.
create table supplier_codes (
  scheme text not null,
  code text not null,
  organisation_id text not null references organisations (id),
  until bigint,
  primary key (scheme, code, organisation_id)
);
create index supplier_codes_by_organisation on supplier_codes (organisation_id, scheme, code);
