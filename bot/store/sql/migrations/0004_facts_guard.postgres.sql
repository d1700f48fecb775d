-- The guards of the facts, which SQLite has as triggers of 0001 and 0004. There is no way here to replace a row but to
-- change it.
CREATE FUNCTION facts_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'facts are never %: add one that %',
        CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'deleted' END,
        CASE TG_OP WHEN 'UPDATE' THEN 'replaces it' ELSE 'withdraws it' END
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts FOR EACH ROW EXECUTE FUNCTION facts_are_kept();
CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts FOR EACH ROW EXECUTE FUNCTION facts_are_kept();
CREATE TRIGGER facts_are_never_truncated BEFORE TRUNCATE ON facts EXECUTE FUNCTION facts_are_kept();
