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

-- Keys that seal what others must not read: columns of ours, and state that clients carry. Each is published before it
-- seals (activates_at), so that every gateway knows it by then, and opens what it sealed for as long as it is here.
CREATE TABLE auth.data_key (
    id           integer     PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    created_at   timestamptz NOT NULL,
    activates_at timestamptz NOT NULL
);

-- The data keys themselves, sealed by a master key. While the master key is being changed there are two of each, so that
-- gateways with the old one and with the new one start and serve.
CREATE TABLE auth.wrapped_key (
    data_key   integer     NOT NULL REFERENCES auth.data_key ON DELETE CASCADE,
    master     bytea       NOT NULL CHECK (octet_length(master) = 16),
    wrapped    bytea       NOT NULL,
    wrapped_at timestamptz NOT NULL,
    PRIMARY KEY (data_key, master)
);
COMMENT ON COLUMN auth.wrapped_key.master IS 'derived from the master key, and says nothing about it';

CREATE TRIGGER tell AFTER INSERT OR DELETE ON auth.wrapped_key EXECUTE FUNCTION auth.tell_change();
