-- Which turn a message answers, by the mark that the log calls it: a complaint leads to its lines and the other way.
ALTER TABLE outbox ADD COLUMN turn TEXT NOT NULL DEFAULT '';
