-- The salt of the join codes is there from the start, so that codes are hashed where nothing is written: 64 digits by
-- chance, of two of the server's random numbers.
INSERT INTO machine_values (key, value) VALUES (
    'codes.salt', replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
) ON CONFLICT DO NOTHING;

-- Wrong codes of the last hour, for the operator.
CREATE INDEX wrong_codes_time ON wrong_codes (at);
