drop trigger supplier_profiles_after_insert;
drop table supplier_codes;
drop table supplier_statements;
drop table supplier_profiles;
