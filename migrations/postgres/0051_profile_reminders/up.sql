-- When a supplier is to be told next that something it has said runs out. What was said before is
-- looked at once.
alter table supplier_profiles add column remind_at bigint;
update supplier_profiles set remind_at = extract(epoch from now())::bigint * 1000000
  where organisation_id in (select organisation_id from supplier_statements);
create index supplier_profiles_due on supplier_profiles (remind_at) where remind_at is not null;
