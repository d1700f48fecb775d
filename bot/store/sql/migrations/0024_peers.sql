-- Peers: what organisations and people share with other adopters, who was introduced to whom, and what the bot passes
-- on between them.
CREATE TABLE peer_organisations (
    adopter TEXT PRIMARY KEY,
    profile TEXT NOT NULL,
    shared INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE peer_profiles (
    person TEXT PRIMARY KEY,
    profile TEXT NOT NULL,
    shared INTEGER NOT NULL,
    rounds INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX peer_profiles_shared ON peer_profiles (person) WHERE shared = 1;
CREATE TABLE introductions (
    id INTEGER PRIMARY KEY,
    asker TEXT NOT NULL,
    helper TEXT NOT NULL,
    asker_adopter TEXT NOT NULL,
    helper_adopter TEXT NOT NULL,
    topic TEXT NOT NULL,
    state TEXT NOT NULL,
    asker_said TEXT NOT NULL,
    helper_said TEXT NOT NULL,
    asker_outcome TEXT NOT NULL,
    helper_outcome TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    opened_at TEXT,
    ended_at TEXT,
    ended_by TEXT NOT NULL,
    in_round INTEGER NOT NULL,
    told TEXT NOT NULL
) STRICT;
CREATE INDEX introductions_asker ON introductions (asker_adopter, id);
CREATE INDEX introductions_helper ON introductions (helper_adopter, id);
CREATE INDEX introductions_asked ON introductions (asked_at);
CREATE TABLE peer_lines (
    id INTEGER PRIMARY KEY,
    introduction INTEGER NOT NULL REFERENCES introductions (id),
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    told INTEGER NOT NULL
) STRICT;
CREATE INDEX peer_lines_introduction ON peer_lines (introduction, id);
CREATE INDEX peer_lines_person ON peer_lines (person);
