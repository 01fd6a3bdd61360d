drop table auditor_reads;
drop table auditor_grant_bodies;
drop table auditor_grants;
