-- Turns that were kept and not yet read, because somebody sent more at once than is read at once. Read in this order,
-- and deleted by the transaction that answers them.
CREATE TABLE unread_turns (
    id INTEGER PRIMARY KEY,
    event TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    at TEXT NOT NULL,
    turn TEXT NOT NULL
) STRICT;
CREATE INDEX unread_turns_account ON unread_turns (account, at, id);
