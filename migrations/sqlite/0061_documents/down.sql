drop table supplier_documents;
drop table document_contents;
