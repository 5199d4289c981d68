-- Clients that registered themselves (RFC 7591). A row is gone when nobody used it for as long as the configuration says;
-- one that was never used also makes room for others when there are too many.
CREATE TABLE auth.dynamic_client (
    client_id     text        PRIMARY KEY,
    name          text        NOT NULL,
    redirect_uris text[]      NOT NULL,
    auth_method   text        NOT NULL,
    secret_sha256 bytea       CHECK (octet_length(secret_sha256) = 32),
    jwks          text,
    jwks_uri      text,
    created_at    timestamptz NOT NULL,
    used_at       timestamptz,
    CHECK (jwks IS NULL OR jwks_uri IS NULL)
);
CREATE INDEX dynamic_client_last ON auth.dynamic_client ((coalesce(used_at, created_at)));

-- Signed assertions that were used, so that each works once on all gateways together. The digest is of issuer and jti;
-- after expires_at the assertion is refused for its age and the row can go.
CREATE TABLE auth.used_assertion (
    sha256     bytea       PRIMARY KEY CHECK (octet_length(sha256) = 32),
    expires_at timestamptz NOT NULL
);
CREATE INDEX used_assertion_expiry ON auth.used_assertion (expires_at);
