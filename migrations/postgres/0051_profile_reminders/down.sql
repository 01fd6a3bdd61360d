drop index supplier_profiles_due;
alter table supplier_profiles drop column remind_at;
