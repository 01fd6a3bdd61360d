-- Until when an owner has confirmed the place of a member of a public body, and when the owners are
-- told next that it runs out. The year of who is there already begins with this migration.
alter table members add column confirmed_until bigint;
alter table members add column remind_at bigint;
update members set
  confirmed_until = (extract(epoch from now())::bigint + 31536000) * 1000000,
  remind_at = (extract(epoch from now())::bigint + 28944000) * 1000000
where organisation_id in (select id from organisations where kind = 'public_body');
create index members_to_confirm on members (remind_at) where remind_at is not null;
