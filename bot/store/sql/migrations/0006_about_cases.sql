-- What a message in the inbox tells of: a case. Whoever answers in its thread answers that case.
ALTER TABLE outbox ADD COLUMN about_case TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_about_case ON outbox (channel, handle) WHERE about_case <> '';
