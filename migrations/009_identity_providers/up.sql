-- The identity provider at which the people of an organisation sign in.
create table identity_providers (
  id text primary key,
  organisation_id text not null references organisations (id),
  issuer text not null,
  client_id text not null,
  -- Sealed: only this installation reads it.
  sealed_secret text not null,
  groups_claim text not null,
  -- JSON: name of a group to roles.
  groups text not null,
  default_roles text not null,
  amr_believed boolean not null,
  acr_believed text,
  passwords boolean not null,
  set_at bigint not null,
  version bigint not null
);
create unique index identity_providers_one_each on identity_providers (organisation_id);

-- The accounts that subjects of a provider are linked to.
create table provider_identities (
  provider_id text not null references identity_providers (id),
  subject text not null,
  user_id text not null references users (id),
  linked_at bigint not null,
  primary key (provider_id, subject)
);
create unique index provider_identities_one_each on provider_identities (provider_id, user_id);
