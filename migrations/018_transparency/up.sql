-- Releases of open data, as they were read: an opportunity is made anew from all its releases.
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
KEPT imported_releases;
