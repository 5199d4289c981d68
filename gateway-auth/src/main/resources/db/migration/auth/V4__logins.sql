-- Logins that a browser began at a provider. The browser's cookie finishes one, once, before expires_at: finishing
-- deletes the row. The PKCE verifier and the nonce are made from cookie and state, so nothing here lets anybody in.
CREATE TABLE auth.login_begun (
    state_sha256   bytea       PRIMARY KEY CHECK (octet_length(state_sha256) = 32),
    browser_sha256 bytea       NOT NULL CHECK (octet_length(browser_sha256) = 32),
    provider       text        NOT NULL,
    return_to      text        NOT NULL,
    acr_values     text[]      NOT NULL,
    expires_at     timestamptz NOT NULL
);
CREATE INDEX ON auth.login_begun (expires_at);

-- Browsers that are logged in. A session ends at ends_at, or earlier when nobody used it for a while.
CREATE TABLE auth.browser_session (
    id               uuid        PRIMARY KEY,
    cookie_sha256    bytea       NOT NULL UNIQUE CHECK (octet_length(cookie_sha256) = 32),
    person           uuid        NOT NULL,
    authenticated_at timestamptz NOT NULL,
    acr              text,
    last_used_at     timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL
);
CREATE INDEX ON auth.browser_session (person);
CREATE INDEX ON auth.browser_session (ends_at);

-- People with a password here, for the time before a provider is configured and after one is lost.
CREATE TABLE auth.local_account (
    person        uuid        PRIMARY KEY,
    user_name     text        NOT NULL UNIQUE CHECK (user_name = lower(user_name)),
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL
);

-- The one-time token that makes the first administrator. Kept after its use, so that it is never made again.
CREATE TABLE auth.bootstrap_token (
    only_row     boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    token_sha256 bytea       NOT NULL CHECK (octet_length(token_sha256) = 32),
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);

-- Who may administer what; without a bundle, everything that the role covers.
CREATE TABLE auth.person_role (
    person_id  uuid        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('owner', 'admin', 'approver', 'auditor')),
    bundle     text,
    granted_at timestamptz NOT NULL,
    granted_by text        NOT NULL,
    UNIQUE NULLS NOT DISTINCT (person_id, role, bundle)
);
