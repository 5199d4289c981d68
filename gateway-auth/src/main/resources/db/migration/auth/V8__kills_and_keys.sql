-- What administrators switched off, until they switch it on again. Names are those of the configuration, which need not
-- know them: a switch outlives every reload. There are few, so gateways read all of them whenever the number changed.
CREATE TABLE auth.kill (
    kind      text        NOT NULL CHECK (kind IN ('agent', 'upstream', 'tool', 'bundle')),
    name      text        NOT NULL,
    reason    text        NOT NULL,
    thrown_by text        NOT NULL,
    thrown_at timestamptz NOT NULL,
    PRIMARY KEY (kind, name)
);

-- Numbers the changes of auth.kill. Whoever changes a row holds this row's lock until commit.
CREATE TABLE auth.kill_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number   bigint  NOT NULL
);
INSERT INTO auth.kill_change (number) VALUES (0);

-- Gateways that listen read again at once what a numbered change made, those that do not within seconds. A trigger, so
-- that no change can forget to tell; the same word is told once per transaction.
CREATE FUNCTION auth.tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('gatehouse_auth', TG_TABLE_NAME);
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER UPDATE ON auth.agent_change EXECUTE FUNCTION auth.tell_change();
CREATE TRIGGER tell AFTER UPDATE ON auth.revocation_change EXECUTE FUNCTION auth.tell_change();
CREATE TRIGGER tell AFTER UPDATE ON auth.people_change EXECUTE FUNCTION auth.tell_change();
CREATE TRIGGER tell AFTER UPDATE ON auth.kill_change EXECUTE FUNCTION auth.tell_change();
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON auth.signing_key EXECUTE FUNCTION auth.tell_change();
