-- Everybody's current facts of one name, in the order of their ids: for what looks at published pages.
CREATE INDEX current_facts_name ON current_facts (name, fact);
