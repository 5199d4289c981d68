-- Keys of those whom records name by a pseudonym. What tells who it is, and the key, stand in columns that an erasure empties;
-- the row stays, so that it is known that there was a key and when it was destroyed.
CREATE TABLE audit.subject_key (
    -- the pseudonym
    id         text        PRIMARY KEY,
    -- keyed hashes of the name, and of what the same one is called besides
    lookup     text,
    alias      text,
    -- key and name, under a data key
    sealed     text,
    gateway_id text        NOT NULL,
    created_at timestamptz NOT NULL,
    erased_at  timestamptz,
    erasure    text,
    CHECK ((sealed IS NULL) = (erased_at IS NOT NULL)),
    CHECK (sealed IS NOT NULL OR (lookup IS NULL AND alias IS NULL))
);
CREATE INDEX subject_key_lookup ON audit.subject_key (lookup) WHERE lookup IS NOT NULL;
CREATE INDEX subject_key_alias ON audit.subject_key (alias) WHERE alias IS NOT NULL;
CREATE INDEX subject_key_erased ON audit.subject_key (erased_at) WHERE erased_at IS NOT NULL;
CREATE INDEX subject_key_created ON audit.subject_key (created_at) WHERE sealed IS NOT NULL;

-- Erasures that were made. Whom they were about, nobody can tell.
CREATE TABLE audit.erasure (
    id         text        PRIMARY KEY,
    erased_at  timestamptz NOT NULL,
    keys       integer     NOT NULL,
    reason     text        NOT NULL,
    -- the holds that stood and were overruled
    despite    text
);

-- Gateways forget a key as soon as they hear that it was erased; the channel is the one they listen to for all such things.
CREATE FUNCTION audit.tell_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('gatehouse_auth', TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON audit.erasure FOR EACH STATEMENT EXECUTE FUNCTION audit.tell_erasure();
