drop table document_contents;
