-- As in 0023_entries_ever.sql; of the same type as in the statement that asks.
CREATE INDEX facts_entry ON facts (adopter, name, (CAST(SUBSTR(entry, 2) AS INTEGER))) WHERE entry <> '';
