-- What is said of an agent that was made at run time. An agent that the file names has nothing here, and where both speak
-- the file is right.
ALTER TABLE auth.agent_client
    ADD COLUMN bundle               text,
    ADD COLUMN owner                text,
    ADD COLUMN purpose              text,
    ADD COLUMN expires_at           timestamptz,
    ADD COLUMN rotate_every_seconds bigint CHECK (rotate_every_seconds > 0),
    ADD CHECK (bundle IS NOT NULL OR num_nonnulls(owner, purpose, expires_at, rotate_every_seconds) = 0);

-- What about an agent somebody should look at. A row is there while it is so, so that it is recorded once when it begins and
-- once when it ends, however many gateways notice.
CREATE TABLE auth.agent_flag (
    agent     text        NOT NULL,
    flag      text        NOT NULL,
    raised_at timestamptz NOT NULL,
    PRIMARY KEY (agent, flag)
);

-- API keys. A key belongs to one client id: an agent that is revoked and created anew does not get its keys back. Changes
-- are numbered together with those of agent_client. Who knows that a key is revoked needs its row until it has expired.
CREATE TABLE auth.agent_key (
    id           text        PRIMARY KEY,
    sha256       bytea       NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
    agent        text        NOT NULL,
    client_id    text        NOT NULL,
    label        text        NOT NULL,
    prefix       text        NOT NULL,
    server       text,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    change       bigint      NOT NULL UNIQUE
);
CREATE INDEX agent_key_agent ON auth.agent_key (agent);
CREATE INDEX agent_key_expiry ON auth.agent_key (expires_at);
COMMENT ON COLUMN auth.agent_key.prefix IS 'the first characters of the key, by which its owner recognises it';
COMMENT ON COLUMN auth.agent_key.server IS 'the one virtual server it opens; empty: those that its agent may use';
COMMENT ON COLUMN auth.agent_key.last_used_at IS 'written now and then, and no change that others must learn of';
