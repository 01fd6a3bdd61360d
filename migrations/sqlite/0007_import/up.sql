-- What was read from open data, as it was read: an opportunity is made anew from all its releases.
create table imported_releases (
  ocid text not null,
  release_id text not null,
  sha256 text not null,
  released_at bigint not null,
  body text not null,
  opportunity_id text not null references opportunities (id),
  imported_at bigint not null,
  primary key (ocid, release_id)
);
create trigger imported_releases_are_kept_from_update before update on imported_releases
begin select raise(abort, 'imported_releases: what is recorded stays as it is'); end;
create trigger imported_releases_are_kept_from_delete before delete on imported_releases
begin select raise(abort, 'imported_releases: what is recorded stays as it is'); end;

-- Winners follow from the releases, which are kept: a later release may correct them.
drop trigger imported_awards_are_kept_from_update;
drop trigger imported_awards_are_kept_from_delete;

alter table opportunities add column source_url text;
alter table lots add column source_id text;
create unique index lots_by_source on lots (opportunity_id, source_id) where source_id is not null;
create index organisations_by_folded_name on organisations (lower(name)) where imported;
