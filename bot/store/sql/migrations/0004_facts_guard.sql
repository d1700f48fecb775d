-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER facts_are_never_replaced BEFORE INSERT ON facts
WHEN EXISTS (SELECT 1 FROM facts WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'facts are never changed: add one that replaces it');
END;
