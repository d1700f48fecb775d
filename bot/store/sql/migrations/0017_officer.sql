-- The officers' inbox. `waits_since`: since when a person's words wait for an answer; `officer`: who answered last.
ALTER TABLE cases ADD COLUMN waits_since TEXT;
ALTER TABLE cases ADD COLUMN officer TEXT NOT NULL DEFAULT '';
UPDATE cases SET officer = coalesce(
    (SELECT name FROM case_lines WHERE case_id = cases.id AND who = 'officer' ORDER BY seq DESC LIMIT 1), '');
UPDATE cases SET waits_since = (
    SELECT min(at) FROM case_lines WHERE case_id = cases.id AND who = 'person' AND seq > coalesce(
        (SELECT max(seq) FROM case_lines WHERE case_id = cases.id AND who = 'officer'), 0))
    WHERE closed_at IS NULL;
CREATE INDEX cases_waiting ON cases (waits_since) WHERE waits_since IS NOT NULL;
CREATE INDEX cases_unclosed ON cases (opened_at) WHERE closed_at IS NULL;
CREATE INDEX cases_closed ON cases (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX cases_officer ON cases (officer, opened_at) WHERE closed_at IS NULL;
CREATE INDEX cases_adopter ON cases (adopter, opened_at);

-- What officers did on the programme's pages or by command. Rows are added only.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    officer TEXT NOT NULL,
    act TEXT NOT NULL,
    adopter TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
CREATE INDEX audit_adopter ON audit (adopter, id);
CREATE INDEX audit_officer ON audit (officer, id);

-- The day on which the programme closed an adopter.
ALTER TABLE adopters ADD COLUMN closed_on TEXT;

-- How far each adopter is, and since when. Follows from `facts` and the content; kept so that nobody need count anew.
-- `stamp`: by which content it was counted; empty: to be counted again.
CREATE TABLE tracks (
    adopter TEXT PRIMARY KEY,
    at_step TEXT NOT NULL DEFAULT '',
    started_at TEXT,
    last_at TEXT,
    finished_at TEXT,
    stamp TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX tracks_stamp ON tracks (stamp);
CREATE TABLE milestones (
    adopter TEXT NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    reached_at TEXT,
    last_at TEXT NOT NULL,
    PRIMARY KEY (adopter, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX milestones_reached ON milestones (reached_at) WHERE reached_at IS NOT NULL;
INSERT INTO tracks (adopter, started_at, last_at) SELECT adopter, min(at), max(at) FROM facts GROUP BY adopter;
INSERT INTO milestones (adopter, step, state, begun_at, last_at)
    SELECT adopter, step, '', min(at), max(at) FROM facts GROUP BY adopter, step;

-- What officers write down about an adopter, for each other.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    adopter TEXT NOT NULL,
    officer TEXT NOT NULL,
    words TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX notes_adopter ON notes (adopter, id);
