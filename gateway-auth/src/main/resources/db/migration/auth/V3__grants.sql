-- What a person agreed to on the consent page, so that they can see it and take it back. The same request of a client that
-- somebody registered needs no second asking.
CREATE TABLE auth.consent (
    id           uuid        PRIMARY KEY,
    person       uuid        NOT NULL,
    client_id    text        NOT NULL,
    client_name  text        NOT NULL,
    redirect_uri text        NOT NULL,
    server       text        NOT NULL,
    bundle       text,
    scopes       text        NOT NULL,
    granted_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX consent_once
    ON auth.consent (person, client_id, redirect_uri, server, coalesce(bundle, ''), scopes);

-- One per authorization code: what it stands for, and what became of it. The id is the sid of every access token that rests
-- on it. The refresh tokens of a grant are one row's two hashes: the one in force and its predecessor; any other that names
-- the selector is an older one, whose use means that somebody has a copy. successor is the token in force, sealed, for
-- whoever did not receive the answer.
CREATE TABLE auth.code_grant (
    id               uuid        PRIMARY KEY,
    consent          uuid        NOT NULL,
    person           uuid        NOT NULL,
    client_id        text        NOT NULL,
    redirect_uri     text        NOT NULL,
    resource         text        NOT NULL,
    bundle           text,
    scopes           text        NOT NULL,
    created_at       timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL,
    code_sha256      bytea       NOT NULL UNIQUE CHECK (octet_length(code_sha256) = 32),
    code_challenge   text        NOT NULL,
    code_until       timestamptz NOT NULL,
    redeemed_at      timestamptz,
    revoked_at       timestamptz,
    refresh_selector bytea       UNIQUE CHECK (octet_length(refresh_selector) = 16),
    refresh_sha256   bytea       CHECK (octet_length(refresh_sha256) = 32),
    previous_sha256  bytea       CHECK (octet_length(previous_sha256) = 32),
    rotated_at       timestamptz,
    successor        text,
    idle_until       timestamptz,
    CHECK ((refresh_selector IS NULL) = (refresh_sha256 IS NULL)),
    CHECK ((refresh_selector IS NULL) = (idle_until IS NULL)),
    CHECK ((previous_sha256 IS NULL) = (successor IS NULL))
);
CREATE INDEX code_grant_of_consent ON auth.code_grant (consent);
CREATE INDEX code_grant_ends ON auth.code_grant (ends_at);

-- Grants (sid) and single tokens (jti) that were withdrawn while access tokens that rest on them may still be about. Numbered
-- as agent_change numbers agents, so that every gateway learns each of them.
CREATE TABLE auth.revocation_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number   bigint  NOT NULL
);
INSERT INTO auth.revocation_change (number) VALUES (0);

CREATE TABLE auth.revocation (
    id     text        PRIMARY KEY,
    until  timestamptz NOT NULL,
    change bigint      NOT NULL UNIQUE
);
