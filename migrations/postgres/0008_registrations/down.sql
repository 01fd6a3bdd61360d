alter table user_tokens drop column full_name;
alter table user_tokens drop column password_hash;
