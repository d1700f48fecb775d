-- Conversations with people at the programme. `quiet`: the bot says nothing there by itself.
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    adopter TEXT NOT NULL,
    person TEXT NOT NULL,
    address TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    quiet INTEGER NOT NULL DEFAULT 1,
    closed_at TEXT,
    closed_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_open ON cases (person) WHERE closed_at IS NULL;
CREATE INDEX cases_time ON cases (opened_at);

-- What was said in a case. Passed on with the person's consent.
CREATE TABLE case_lines (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT NOT NULL REFERENCES cases (id),
    who TEXT NOT NULL CHECK (who IN ('person', 'officer')),
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX case_lines_case ON case_lines (case_id, seq);

-- What was looked for and not found: words that name nobody, and how often. No person, no adopter.
CREATE TABLE wishes (
    words TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How often a briefing was shown, read, found useful or not. No person, no adopter.
CREATE TABLE briefing_counts (
    briefing TEXT NOT NULL,
    what TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (briefing, what)
) STRICT, WITHOUT ROWID;

-- Who hears of new briefings. `place`: a channel's address, or empty for the person.
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    adopter TEXT NOT NULL,
    place_key TEXT NOT NULL DEFAULT '',
    place TEXT,
    topic TEXT NOT NULL,
    rhythm TEXT NOT NULL CHECK (rhythm IN ('at_once', 'weekly')),
    since TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX subscriptions_once ON subscriptions (place_key, person, topic);
CREATE INDEX subscriptions_topic ON subscriptions (topic, id);

-- A briefing on its way to its subscribers. `cursor`: the last subscription looked at.
CREATE TABLE publications (
    briefing TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('going', 'stopped', 'done')),
    begun_at TEXT NOT NULL,
    cursor INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- To whom a briefing went, or waits for the weekly digest. One row a reader, so that nobody gets it twice.
CREATE TABLE deliveries (
    briefing TEXT NOT NULL,
    reader TEXT NOT NULL,
    at TEXT NOT NULL,
    subscription INTEGER NOT NULL,
    waits INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (briefing, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_waiting ON deliveries (subscription) WHERE waits = 1;
