drop table user_devices;
