-- Records are kept for as long as their bundle said when they happened: partitions by that number of days, each of them by day.
-- What was recorded before says nothing of it and is kept for ever, as 0 means.
DROP VIEW audit.call;
DROP INDEX audit.event_bundle_at, audit.event_agent_at, audit.event_call_id;
ALTER TABLE audit.event DROP CONSTRAINT event_pkey;
ALTER TABLE audit.event RENAME TO event_0;
ALTER TABLE audit.event_default RENAME TO event_0_default;
ALTER TABLE audit.event_0
    ADD COLUMN keep_days integer NOT NULL DEFAULT 0,
    ADD COLUMN wall_ns bigint,
    ADD COLUMN mono_ns bigint;
ALTER TABLE audit.event_0 ALTER COLUMN keep_days DROP DEFAULT;

CREATE TABLE audit.event (LIKE audit.event_0 INCLUDING COMMENTS) PARTITION BY LIST (keep_days);
-- The partition keys must be part of it; a record's time and keep never change, so this is unique by the first three.
ALTER TABLE audit.event ADD PRIMARY KEY (gateway_id, epoch, seq, at, keep_days);
ALTER TABLE audit.event ATTACH PARTITION audit.event_0 FOR VALUES IN (0);
-- For a number of days that no list of partitions could be made for.
CREATE TABLE audit.event_other PARTITION OF audit.event DEFAULT;

COMMENT ON COLUMN audit.event.keep_days IS 'For how many days the record is kept; 0: for ever.';
COMMENT ON COLUMN audit.event.wall_ns IS 'Wall clock when it was written, nanoseconds since 1970.';
COMMENT ON COLUMN audit.event.mono_ns IS 'Monotonic clock when it was written, nanoseconds; comparable within an epoch.';

CREATE INDEX event_bundle_at ON audit.event (bundle, at);
CREATE INDEX event_agent_at ON audit.event (agent, at);
CREATE INDEX event_call_id ON audit.event (call_id);

-- Signed headers over the records; never dropped. See docs/audit-format.md.
CREATE TABLE audit.block (
    gateway_id text   NOT NULL,
    epoch      bigint NOT NULL,
    seq        bigint NOT NULL,
    wall_ns    bigint NOT NULL,
    mono_ns    bigint NOT NULL,
    header     bytea  NOT NULL,
    signature  bytea  NOT NULL,
    PRIMARY KEY (gateway_id, epoch, seq)
);

-- Days whose records were dropped because their time was over.
CREATE TABLE audit.retention (
    keep_days  integer     NOT NULL,
    day        date        NOT NULL,
    dropped_at timestamptz NOT NULL DEFAULT now(),
    records    bigint      NOT NULL,
    PRIMARY KEY (keep_days, day)
);

ALTER TABLE audit.dead_letter
    ADD COLUMN kind smallint NOT NULL DEFAULT 1,
    ADD COLUMN wall_ns bigint,
    ADD COLUMN mono_ns bigint;
ALTER TABLE audit.dead_letter ALTER COLUMN kind DROP DEFAULT;

CREATE VIEW audit.call AS
SELECT asked.at, asked.call_id, asked.round, asked.principal_kind, asked.issuer, asked.subject, asked.client_id,
       asked.agent, asked.owner, asked.bundle, asked.virtual_server, asked.upstream, asked.tool, asked.upstream_tool,
       asked.method, asked.decision, asked.reasons,
       COALESCE(given_up.outcome, ended.outcome, asked.outcome) AS outcome,
       COALESCE(given_up.detail, ended.detail, asked.detail) AS detail,
       ended.duration_us, asked.argument_sha256, asked.argument_bytes, ended.result_sha256, ended.result_bytes,
       asked.payload AS arguments, ended.payload AS result, asked.peer, asked.trace_parent, asked.protocol_version,
       asked.gateway_id
FROM audit.event asked
LEFT JOIN audit.event ended
       ON ended.type = 'call_completed' AND ended.call_id = asked.call_id AND ended.round = asked.round
      AND ended.gateway_id = asked.gateway_id
LEFT JOIN audit.event given_up
       ON given_up.type = 'call_abandoned' AND given_up.call_id = asked.call_id AND given_up.round = asked.round
      AND given_up.gateway_id = asked.gateway_id
WHERE asked.type IN ('call_attempted', 'call_refused');
