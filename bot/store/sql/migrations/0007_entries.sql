-- A step's entries: each meeting, each activity, has facts of its own. What was recorded before carries no entry, and is
-- the first one of its step.
ALTER TABLE facts ADD COLUMN entry TEXT NOT NULL DEFAULT '';
ALTER TABLE current_facts RENAME TO current_facts_before;
CREATE TABLE current_facts (
    adopter TEXT NOT NULL,
    name TEXT NOT NULL,
    entry TEXT NOT NULL,
    fact INTEGER NOT NULL,
    PRIMARY KEY (adopter, name, entry)
) STRICT, WITHOUT ROWID;
INSERT INTO current_facts (adopter, name, entry, fact) SELECT adopter, name, '', fact FROM current_facts_before;
DROP TABLE current_facts_before;
DROP INDEX facts_name;
CREATE INDEX facts_name ON facts (adopter, name, entry, id);
