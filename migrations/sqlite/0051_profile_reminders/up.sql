-- When a supplier is to be told next that something it has said runs out.
alter table supplier_profiles add column remind_at bigint;
create index supplier_profiles_due on supplier_profiles (remind_at) where remind_at is not null;
