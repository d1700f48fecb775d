-- In which round somebody's access is: a person's id, or an officer. Links and sessions of earlier rounds are over.
CREATE TABLE access (
    subject TEXT PRIMARY KEY,
    round INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Links that were used, until they would have ended by themselves. The mark is the link's own, and opens nothing.
CREATE TABLE used_links (
    mark TEXT PRIMARY KEY,
    ends_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX used_links_end ON used_links (ends_at);
