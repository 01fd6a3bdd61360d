drop index organisations_by_folded_name;
drop index lots_by_source;
alter table lots drop column source_id;
alter table opportunities drop column source_url;
create trigger imported_awards_are_kept_from_update before update on imported_awards
begin select raise(abort, 'imported_awards: what is recorded stays as it is'); end;
create trigger imported_awards_are_kept_from_delete before delete on imported_awards
begin select raise(abort, 'imported_awards: what is recorded stays as it is'); end;
drop table imported_releases;
