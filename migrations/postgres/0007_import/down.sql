drop index organisations_by_folded_name;
drop index lots_by_source;
alter table lots drop column source_id;
alter table opportunities drop column source_url;
create trigger imported_awards_are_kept before update or delete on imported_awards for each row execute function guildhall_refuses();
create trigger imported_awards_are_not_emptied before truncate on imported_awards for each statement execute function guildhall_refuses();
drop table imported_releases;
