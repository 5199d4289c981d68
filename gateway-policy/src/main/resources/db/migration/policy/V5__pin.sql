-- What upstreams say of themselves, as somebody took it for good: every entry of their lists, and their instructions.
-- Definitions are bytes and not jsonb, as in policy.catalog_entry; a digest is of their canonical form.
CREATE TABLE policy.pin (
    upstream        text  NOT NULL CHECK (length(upstream) BETWEEN 1 AND 64),
    -- of kind, name and needed: a URI can be longer than an index allows
    key             text  NOT NULL,
    kind            text  NOT NULL CHECK (kind IN ('TOOL', 'PROMPT', 'RESOURCE', 'TEMPLATE', 'INSTRUCTIONS')),
    name            text  NOT NULL,
    -- what a client declares to see it, as in policy.catalog_entry
    needed          text  NOT NULL,
    approved_digest text,
    approved        bytea,
    approved_by     text,
    approved_at     timestamptz,
    -- what was approved before that, so that the last change can be read
    previous_digest text,
    previous        bytea,
    -- what was seen last and is not approved
    offered_digest  text,
    offered         bytea,
    offered_at      timestamptz,
    -- somebody decided against what is offered
    rejected_by     text,
    rejected_at     timestamptz,
    PRIMARY KEY (upstream, key),
    CHECK ((approved_digest IS NULL) = (approved IS NULL)),
    CHECK ((offered_digest IS NULL) = (offered IS NULL)),
    CHECK (approved_digest IS NOT NULL OR offered_digest IS NOT NULL)
);

-- Numbers the changes of policy.pin. Whoever changes a row holds this row's lock until commit.
CREATE TABLE policy.pin_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number   bigint  NOT NULL
);
INSERT INTO policy.pin_change (number) VALUES (0);

-- On the channel that gateways listen on for whatever they keep in memory.
CREATE FUNCTION policy.tell_pin_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('gatehouse_auth', TG_TABLE_NAME);
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER UPDATE ON policy.pin_change EXECUTE FUNCTION policy.tell_pin_change();
