drop index api_keys_by_person;
