-- The last message to somebody who was taken out of everything: its row goes when it has arrived.
ALTER TABLE outbox ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_last ON outbox (id) WHERE last = 1;
-- Whom an erasure was of, by a mark that only somebody who has their id can make again: a backup from before is
-- cleared of them by it. And when what lay beside the rows was cleared too.
ALTER TABLE erasures ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE erasures ADD COLUMN cleared_at TEXT NOT NULL DEFAULT '';
UPDATE erasures SET cleared_at = at;
-- When a dialogue was last spoken in: what somebody said who never came in is not kept for ever.
ALTER TABLE talks ADD COLUMN at TEXT NOT NULL DEFAULT '';
