drop table provider_identities;
drop table identity_providers;
