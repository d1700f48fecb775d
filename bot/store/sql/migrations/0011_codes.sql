-- The salt of the join codes is there from the start, so that codes are hashed where nothing is written.
INSERT OR IGNORE INTO machine_values (key, value) VALUES ('codes.salt', lower(hex(randomblob(32))));

-- Wrong codes of the last hour, for the operator.
CREATE INDEX wrong_codes_time ON wrong_codes (at);
