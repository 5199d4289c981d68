-- How far each sink has taken the records of each gateway.
CREATE TABLE audit.sink_position (
    sink       text        NOT NULL,
    gateway_id text        NOT NULL,
    epoch      bigint      NOT NULL,
    seq        bigint      NOT NULL,
    moved_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sink, gateway_id)
);

-- Records that a sink refused one by one, with what it said. Payloads stay in the trail.
CREATE TABLE audit.sink_refused (
    sink       text        NOT NULL,
    gateway_id text        NOT NULL,
    epoch      bigint      NOT NULL,
    seq        bigint      NOT NULL,
    refused_at timestamptz NOT NULL DEFAULT now(),
    answer     text        NOT NULL,
    body       bytea       NOT NULL,
    PRIMARY KEY (sink, gateway_id, epoch, seq)
);
