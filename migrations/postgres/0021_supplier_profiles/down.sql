drop trigger supplier_profiles_after_insert on organisations;
drop function supplier_profiles_follow();
drop table supplier_codes;
drop table supplier_statements;
drop table supplier_profiles;
