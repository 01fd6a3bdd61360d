-- The content of documents, apart from what is said of them: lists never touch it.
create table document_contents (
  document_id text primary key,
  bytes bytea not null
);
-- PDFs and office documents are compressed already.
alter table document_contents alter column bytes set storage external;
-- What a supplier has handed in; never changed but to note its end, and that a bid carries it.
create table supplier_documents (
  id text primary key,
  organisation_id text not null references organisations (id),
  title text,
  name text not null,
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 text not null,
  uploaded_by text not null references users (id),
  uploaded_at bigint not null,
  withdrawn_by text references users (id),
  withdrawn_at bigint,
  in_bid_at bigint
);
create index supplier_documents_by_organisation on supplier_documents (organisation_id, id desc);
