-- Gatherings, who has signed up, and what people learned. `taken` and `waiting` follow from the
-- sign-ups; `last_number` is that of the latest.
CREATE TABLE gatherings (
    key TEXT PRIMARY KEY,
    gathering TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    taken INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    last_number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX gatherings_time ON gatherings (ends_at);
CREATE TABLE sign_ups (
    gathering TEXT NOT NULL REFERENCES gatherings (key),
    person TEXT NOT NULL REFERENCES people (id),
    state TEXT NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (gathering, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_ups_order ON sign_ups (gathering, state, number);
CREATE INDEX sign_ups_person ON sign_ups (person);
CREATE TABLE reflections (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    adopter TEXT NOT NULL,
    about TEXT NOT NULL,
    title TEXT NOT NULL,
    first_words TEXT NOT NULL,
    second_words TEXT NOT NULL,
    shared INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX reflections_person ON reflections (person);
CREATE INDEX reflections_shared ON reflections (at) WHERE shared = 1;
