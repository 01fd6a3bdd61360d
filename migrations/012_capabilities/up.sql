-- The categories for which suppliers can be assessed.
create table capability_categories (
  code text primary key,
  title text not null,
  description text not null,
  criteria text not null,
  state text not null default 'open' check (state in ('open', 'retired')),
  made_by text not null references users (id),
  made_at bigint not null,
  updated_at bigint not null,
  retired_by text references users (id),
  retired_at bigint,
  retired_because text,
  version bigint not null default 1,
  check ((state = 'retired') = (retired_at is not null))
);

create table capability_applications (
  id text primary key,
  organisation_id text not null references organisations (id),
  category text not null references capability_categories (code),
  evidence text not null,
  state text not null default 'submitted' check (state in ('submitted', 'granted', 'declined', 'withdrawn')),
  applied_by text not null references users (id),
  applied_at bigint not null,
  withdrawn_by text references users (id),
  withdrawn_at bigint,
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create unique index capability_applications_submitted_once on capability_applications (organisation_id, category) where state = 'submitted';
create index capability_applications_by_organisation on capability_applications (organisation_id, id desc);
create index capability_applications_by_state on capability_applications (state, id);
create index capability_applications_by_category on capability_applications (category);

-- The findings for each criterion, and until when a capability is good where all are met.
create table capability_assessments (
  application_id text primary key references capability_applications (id),
  findings text not null,
  good_until bigint,
  assessed_by text not null references users (id),
  assessed_at bigint not null
);
KEPT capability_assessments;

create table capability_revocations (
  application_id text primary key references capability_assessments (application_id),
  reason text not null,
  revoked_by text not null references users (id),
  revoked_at bigint not null
);
KEPT capability_revocations;

-- The capabilities that a supplier holds: at most one of a category, by the assessment granted last.
create table capabilities (
  organisation_id text not null references organisations (id),
  category text not null references capability_categories (code),
  application_id text not null references capability_assessments (application_id),
  granted_at bigint not null,
  until bigint not null,
  remind_at bigint,
  primary key (organisation_id, category)
);
create index capabilities_by_category on capabilities (category, until);
create index capabilities_due on capabilities (remind_at) where remind_at is not null;
