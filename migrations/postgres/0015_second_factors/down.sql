drop table second_steps;
drop table spent_challenges;
drop table passkeys;
drop table recovery_codes;
drop table totp_secrets;
alter table sessions drop column wrong_proofs;
alter table sessions drop column proved_at;
alter table sessions drop column second_factor;
