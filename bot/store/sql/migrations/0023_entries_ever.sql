-- The highest number that an entry ever had, of each name of an adopter: found at its end, however many facts there are.
CREATE INDEX facts_entry ON facts (adopter, name, (CAST(SUBSTR(entry, 2) AS INTEGER))) WHERE entry <> '';
