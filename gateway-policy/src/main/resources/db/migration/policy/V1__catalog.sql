-- The last listing of each upstream, so that lists answer after a restart before the upstream does.
-- Tools are bytes and not jsonb: an upstream may write \u0000, which is legal JSON and which jsonb refuses.
CREATE TABLE policy.catalog (
    upstream text PRIMARY KEY CHECK (length(upstream) BETWEEN 1 AND 64),
    -- of the upstream's configuration: a listing counts only under the configuration it was made with
    digest   text        NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE policy.catalog_tool (
    upstream   text    NOT NULL REFERENCES policy.catalog ON DELETE CASCADE,
    -- place in the listing, from 0: clients see tools in the upstream's order
    position   integer NOT NULL,
    name       text    NOT NULL,
    definition bytea   NOT NULL,
    PRIMARY KEY (upstream, position)
);
