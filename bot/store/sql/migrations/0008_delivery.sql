-- What the delivery policy says of a message when it is kept. `rank`: of those that are due, the lower goes first.
-- `after_fact`: the newest fact of the steps in `unless_step` at that time.
ALTER TABLE outbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN give_up_at TEXT NOT NULL DEFAULT '';
UPDATE outbox SET rank = 1 WHERE nudge <> '';
UPDATE outbox SET give_up_at = strftime('%Y-%m-%dT%H:%M:%f000+00:00', created_at, '+24 hours');
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (channel, rank, due_at) WHERE state = 'waiting' AND due_at IS NOT NULL;
