-- The audit trail. One row per record of a gateway's spool; the spool assigns (gateway_id, epoch, seq) without gaps.
CREATE TABLE audit.event (
    gateway_id       text        NOT NULL,
    epoch            bigint      NOT NULL,
    seq              bigint      NOT NULL,
    at               timestamptz NOT NULL,
    type             text        NOT NULL,
    call_id          text,
    round            integer,
    principal_kind   text,
    issuer           text,
    subject          text,
    client_id        text,
    agent            text,
    owner            text,
    bundle           text,
    virtual_server   text,
    upstream         text,
    tool             text,
    upstream_tool    text,
    method           text,
    decision         text,
    reasons          text,
    outcome          text,
    detail           text,
    duration_us      bigint,
    argument_sha256  text,
    argument_bytes   bigint,
    result_sha256    text,
    result_bytes     bigint,
    payload          bytea,
    peer             text,
    trace_parent     text,
    protocol_version text,
    body             bytea       NOT NULL,
    -- The partition key must be part of it; a record's time never changes, so this is unique by the first three.
    PRIMARY KEY (gateway_id, epoch, seq, at)
) PARTITION BY RANGE (at);

COMMENT ON COLUMN audit.event.body IS 'The event as recorded: a JSON object, as bytes because jsonb refuses legal JSON.';
COMMENT ON COLUMN audit.event.payload IS 'Kept arguments or result, as far as the bundle allows; JSON as bytes.';
COMMENT ON COLUMN audit.event.tool IS 'The name the client used.';

CREATE INDEX event_bundle_at ON audit.event (bundle, at);
CREATE INDEX event_agent_at ON audit.event (agent, at);
CREATE INDEX event_call_id ON audit.event (call_id);

-- For times no daily partition is made for, such as those of a gateway whose clock is wrong.
CREATE TABLE audit.event_default PARTITION OF audit.event DEFAULT;

-- How far each gateway's spool has arrived; moved in the transaction that brings the rows.
CREATE TABLE audit.watermark (
    gateway_id text        PRIMARY KEY,
    epoch      bigint      NOT NULL,
    seq        bigint      NOT NULL,
    moved_at   timestamptz NOT NULL DEFAULT now()
);

-- Records that the event table refused one by one. They are part of the trail and wait for a person.
CREATE TABLE audit.dead_letter (
    gateway_id text        NOT NULL,
    epoch      bigint      NOT NULL,
    seq        bigint      NOT NULL,
    parked_at  timestamptz NOT NULL DEFAULT now(),
    reason     text        NOT NULL,
    body       bytea       NOT NULL,
    payload    bytea       NOT NULL,
    PRIMARY KEY (gateway_id, epoch, seq)
);

-- One row per round of a call: its intent beside its outcome, or its refusal.
CREATE VIEW audit.call AS
SELECT asked.at, asked.call_id, asked.round, asked.principal_kind, asked.issuer, asked.subject, asked.client_id,
       asked.agent, asked.owner, asked.bundle, asked.virtual_server, asked.upstream, asked.tool, asked.upstream_tool,
       asked.method, asked.decision, asked.reasons,
       COALESCE(ended.outcome, asked.outcome) AS outcome, COALESCE(ended.detail, asked.detail) AS detail,
       ended.duration_us, asked.argument_sha256, asked.argument_bytes, ended.result_sha256, ended.result_bytes,
       asked.payload AS arguments, ended.payload AS result, asked.peer, asked.trace_parent, asked.protocol_version,
       asked.gateway_id
FROM audit.event asked
LEFT JOIN audit.event ended
       ON ended.type = 'call_completed' AND ended.call_id = asked.call_id AND ended.round = asked.round
      AND ended.gateway_id = asked.gateway_id
WHERE asked.type IN ('call_attempted', 'call_refused');
