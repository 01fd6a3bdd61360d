-- Who invited may think again.
alter table invitations add column withdrawn_at bigint;
