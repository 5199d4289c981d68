-- What rules found true: of all gateways one tells of it, and a restart does not tell it again.
CREATE TABLE audit.alert (
    -- of the rule and what it is true of: the same whenever it comes again
    id              text        PRIMARY KEY,
    rule            text        NOT NULL,
    key             text        NOT NULL,
    severity        smallint    NOT NULL,
    text            text        NOT NULL,
    raised_at       timestamptz NOT NULL,
    seen_at         timestamptz NOT NULL,
    -- over, unless some gateway sees it again by then
    holds_until     timestamptz NOT NULL,
    times           bigint      NOT NULL DEFAULT 0,
    told_at         timestamptz,
    over_at         timestamptz,
    acknowledged_by text,
    silenced_until  timestamptz,
    silenced_by     text,
    reason          text
);
CREATE INDEX alert_holds ON audit.alert (holds_until) WHERE over_at IS NULL;

-- What is still to be told, as it will be told.
CREATE TABLE audit.alert_notice (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert    text        NOT NULL,
    channel  text        NOT NULL,
    severity smallint    NOT NULL,
    notice   text        NOT NULL,
    made_at  timestamptz NOT NULL,
    due_at   timestamptz NOT NULL,
    attempts integer     NOT NULL DEFAULT 0
);
CREATE INDEX alert_notice_due ON audit.alert_notice (severity, due_at);
