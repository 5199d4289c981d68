-- Keys that sign our tokens. A key is published from created_at, signs from activates_at (the newest active one does)
-- and verifies until retires_at. The whole private JWK is sealed by the master key; kid is its RFC 7638 thumbprint.
CREATE TABLE auth.signing_key (
    kid          text        PRIMARY KEY,
    sealed_jwk   bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    activates_at timestamptz NOT NULL,
    retires_at   timestamptz
);

-- Numbers the changes of agent_client. Whoever changes a row holds this row's lock until commit, so numbers become
-- visible in order and "everything after the last number I saw" never misses one.
CREATE TABLE auth.agent_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number   bigint  NOT NULL
);
INSERT INTO auth.agent_change (number) VALUES (0);

-- One OAuth client per agent, at most two secrets alive. Revoking empties both; the row stays to remember it.
CREATE TABLE auth.agent_client (
    agent           text        PRIMARY KEY,
    client_id       text        NOT NULL UNIQUE,
    secret_sha256   bytea       CHECK (octet_length(secret_sha256) = 32),
    previous_sha256 bytea       CHECK (octet_length(previous_sha256) = 32),
    previous_until  timestamptz,
    created_at      timestamptz NOT NULL,
    rotated_at      timestamptz NOT NULL,
    revoked_at      timestamptz,
    change          bigint      NOT NULL UNIQUE,
    CHECK ((revoked_at IS NULL) = (secret_sha256 IS NOT NULL)),
    CHECK (revoked_at IS NULL OR previous_sha256 IS NULL),
    CHECK ((previous_sha256 IS NULL) = (previous_until IS NULL))
);
