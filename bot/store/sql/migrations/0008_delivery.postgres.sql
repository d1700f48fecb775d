-- What the delivery policy says of a message when it is kept. `rank`: of those that are due, the lower goes first.
-- No database here is older than that, so there is nothing to fill in.
ALTER TABLE outbox ADD COLUMN rank BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN give_up_at TEXT COLLATE "C" NOT NULL DEFAULT '';
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (channel, rank, due_at) WHERE state = 'waiting' AND due_at IS NOT NULL;
