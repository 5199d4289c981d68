-- Who could call what, as it was at a time: written when it differs from the newest one, and named on the trail by its digest.
CREATE TABLE audit.access_snapshot (
    number   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    taken_at timestamptz NOT NULL,
    revision text        NOT NULL,
    -- of the body before it was compressed
    sha256   text        NOT NULL,
    -- a JSON object, gzipped; see docs/audit-reports.md
    body     bytea       NOT NULL
);
CREATE INDEX access_snapshot_taken_at ON audit.access_snapshot (taken_at);

-- Searches that somebody gave a name.
CREATE TABLE audit.saved_filter (
    -- a person's id, or 'machine'
    owner    text        NOT NULL,
    name     text        NOT NULL,
    -- what people call the owner
    label    text        NOT NULL,
    shared   boolean     NOT NULL,
    -- a JSON object of fields and their values
    fields   text        NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (owner, name)
);
-- Whoever uses a shared one says its name alone.
CREATE UNIQUE INDEX saved_filter_shared ON audit.saved_filter (name) WHERE shared;
