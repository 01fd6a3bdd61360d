-- Mail domains that organisations claim, and the proof.
create table mail_domains (
  id text primary key,
  organisation_id text not null references organisations (id),
  domain text not null,
  claimed_by text not null references users (id),
  claimed_at bigint not null,
  -- The text that the domain's TXT record has to hold: no secret.
  dns_token text not null,
  mail_hash text,
  mail_until bigint,
  proof text check (proof in ('mail', 'dns')),
  proved_at bigint,
  withdrawn_at bigint
);
create unique index mail_domains_claimed_once on mail_domains (organisation_id, domain) where withdrawn_at is null;
-- A domain is proved for one organisation at a time.
create unique index mail_domains_proved_once on mail_domains (domain) where withdrawn_at is null and proved_at is not null;
