-- The hours in which a reminder may be sent, as JSON; empty: any. One that missed them is planned anew.
ALTER TABLE outbox ADD COLUMN windows TEXT NOT NULL DEFAULT '';
