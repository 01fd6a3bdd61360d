drop table join_requests;
drop table invitations;
drop table members;
drop table organisation_themes;
drop table organisation_identifiers;
drop table organisations;
