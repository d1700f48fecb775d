-- The ledger. Times are text, UTC, always with six decimals, so that they sort: 2026-11-24T09:30:00.000000+00:00.
-- Days are text, 2026-11-24. Flags are 0 and 1. Values made of parts are JSON.

-- An organisation on the journey. `wake_at`: when the clock next looks at it.
CREATE TABLE adopters (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    joined_on TEXT,
    quarters TEXT,
    merged_into TEXT NOT NULL DEFAULT '',
    team_address TEXT,
    escalate INTEGER NOT NULL DEFAULT 0,
    code_hash TEXT UNIQUE,
    added_at TEXT NOT NULL,
    wake_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX adopters_wake ON adopters (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    adopter TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT '',
    timezone TEXT NOT NULL DEFAULT '',
    left_on TEXT,
    officer INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX people_adopter ON people (adopter);

-- Whom a channel calls by what name. One person, several accounts.
CREATE TABLE accounts (
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    user TEXT NOT NULL,
    person TEXT NOT NULL,
    linked_at TEXT NOT NULL,
    PRIMARY KEY (channel, workspace, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_person ON accounts (person);

-- A Slack workspace or Teams tenant that belongs to one adopter.
CREATE TABLE workspaces (
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    adopter TEXT NOT NULL,
    PRIMARY KEY (channel, workspace)
) STRICT, WITHOUT ROWID;

-- Join codes that were none: when, never what.
CREATE TABLE wrong_codes (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    user TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX wrong_codes_place ON wrong_codes (channel, workspace, at, user);

-- Where a person was met, and when last.
CREATE TABLE met (
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    thread TEXT NOT NULL,
    private INTEGER NOT NULL,
    reference TEXT NOT NULL,
    met_at TEXT NOT NULL,
    PRIMARY KEY (person, channel, workspace, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX met_place ON met (channel, workspace, conversation);

-- Places where nothing arrives any more. Hearing from one takes it off this list.
CREATE TABLE gone (
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    at TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (channel, workspace, conversation)
) STRICT, WITHOUT ROWID;

-- Every event that was answered. No text.
CREATE TABLE events (
    event TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    adopter TEXT,
    person TEXT,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The evidence. Rows are added and never changed.
CREATE TABLE facts (
    id INTEGER PRIMARY KEY,
    adopter TEXT NOT NULL REFERENCES adopters (key),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    words TEXT NOT NULL,
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    at TEXT NOT NULL,
    sure INTEGER NOT NULL,
    confirmed_by TEXT NOT NULL,
    replaces INTEGER REFERENCES facts (id),
    withdrawn INTEGER NOT NULL,
    step TEXT NOT NULL,
    step_version INTEGER NOT NULL,
    source_link TEXT NOT NULL,
    event TEXT NOT NULL
) STRICT;
CREATE INDEX facts_name ON facts (adopter, name, id);
CREATE INDEX facts_step ON facts (adopter, step, id);
CREATE INDEX facts_replaces ON facts (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX facts_time ON facts (at, id);
CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN
    SELECT RAISE(ABORT, 'facts are never changed: add one that replaces it');
END;
CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
BEGIN
    SELECT RAISE(ABORT, 'facts are never deleted: add one that withdraws it');
END;

-- Which fact counts now, for each name. Follows from `facts`; kept so that a turn need not work it out.
CREATE TABLE current_facts (
    adopter TEXT NOT NULL,
    name TEXT NOT NULL,
    fact INTEGER NOT NULL,
    PRIMARY KEY (adopter, name)
) STRICT, WITHOUT ROWID;

-- Where a talk stands. `talker`: a person's id, or `channel:workspace:user` of somebody not yet known.
CREATE TABLE talks (
    talker TEXT PRIMARY KEY,
    talk TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE step_cares (
    adopter TEXT NOT NULL,
    step TEXT NOT NULL,
    care TEXT NOT NULL,
    PRIMARY KEY (adopter, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_cares (
    person TEXT PRIMARY KEY,
    care TEXT NOT NULL,
    last_seen TEXT
) STRICT, WITHOUT ROWID;

-- Every reminder, by what it is for. The key makes it one.
CREATE TABLE nudges (
    key TEXT PRIMARY KEY,
    adopter TEXT NOT NULL,
    person TEXT NOT NULL,
    steps TEXT NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX nudges_adopter ON nudges (adopter, at);

-- Messages on their way. Only the first waiting row of a lane has a `due_at`; a claimed row's is its lease's end.
-- `leased`: an attempt was begun and its ending is not known. The text is taken out when the message has arrived.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
    lane TEXT NOT NULL,
    channel TEXT NOT NULL,
    adopter TEXT NOT NULL,
    person TEXT NOT NULL,
    address TEXT,
    message TEXT,
    nudge TEXT NOT NULL,
    unless_step TEXT NOT NULL,
    after_fact INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT,
    leased INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT,
    handle TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    diverted TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, due_at) WHERE state = 'waiting' AND due_at IS NOT NULL;
CREATE INDEX outbox_lane ON outbox (lane, id) WHERE state = 'waiting';
CREATE INDEX outbox_failed ON outbox (ended_at) WHERE state = 'failed';
CREATE INDEX outbox_diverted ON outbox (ended_at) WHERE diverted <> '' AND state = 'sent';

-- The web chat's own history, shown again after a reload. Other channels keep theirs.
CREATE TABLE said (
    seq INTEGER PRIMARY KEY,
    talker TEXT NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL,
    message TEXT,
    at TEXT NOT NULL,
    event TEXT NOT NULL
) STRICT;
CREATE INDEX said_talker ON said (talker, seq);

-- Small values of the machine's own.
CREATE TABLE machine_values (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
