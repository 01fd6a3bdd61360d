-- The content of documents, apart from their description: lists never touch it.
create table document_contents (
  document_id text primary key,
  bytes BYTES not null
);
-- PDFs and office documents are compressed already.
POSTGRES alter table document_contents alter column bytes set storage external;
