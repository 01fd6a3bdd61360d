drop table invitations;
drop table members;
drop table organisation_themes;
drop table organisation_identifiers;
drop table organisations;
drop table sessions;
drop table user_tokens;
drop table users;
