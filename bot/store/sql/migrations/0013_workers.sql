-- Processes that hold leases. `beats` grows while they live; a lease names its process, and ends with it.
CREATE TABLE workers (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    beats INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE outbox ADD COLUMN leased_by TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_leased ON outbox (leased_by) WHERE leased = 1;
