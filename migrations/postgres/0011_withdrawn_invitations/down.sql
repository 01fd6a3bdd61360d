alter table invitations drop column withdrawn_at;
