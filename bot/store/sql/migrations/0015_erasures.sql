-- Erasure under data protection is the one change of a fact: the person goes, what it says of the adopter stays.
-- A row of `erasures` is going for the length of the transaction that erases, and stays as the trace of it.
CREATE TABLE erasures (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    adopter TEXT NOT NULL,
    counts TEXT NOT NULL,
    going INTEGER NOT NULL
) STRICT;
DROP TRIGGER facts_are_never_changed;
CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE going = 1)
    OR (NEW.id, NEW.adopter, NEW.name, NEW.at, NEW.sure, NEW.withdrawn, NEW.step, NEW.step_version, NEW.entry)
        <> (OLD.id, OLD.adopter, OLD.name, OLD.at, OLD.sure, OLD.withdrawn, OLD.step, OLD.step_version, OLD.entry)
    OR NEW.replaces IS NOT OLD.replaces
BEGIN
    SELECT RAISE(ABORT, 'facts are never changed: add one that replaces it');
END;
