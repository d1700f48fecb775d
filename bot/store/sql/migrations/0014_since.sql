-- Since when an adopter is listed: from the day on which it was added, where nothing else is known.
UPDATE adopters SET joined_on = substr(added_at, 1, 10) WHERE joined_on IS NULL AND added_at <> '';
