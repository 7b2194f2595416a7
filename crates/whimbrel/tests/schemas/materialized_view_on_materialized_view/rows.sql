INSERT INTO shots VALUES ('Lo', 3), ('Mi', 2);
