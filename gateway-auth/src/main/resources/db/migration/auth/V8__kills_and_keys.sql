-- What administrators switched off, until they switch it on again. Names are those of the configuration, which need not
-- know them: a switch outlives every reload. There are few, so gateways read all of them whenever the number changed.
CREATE TABLE auth.kill (
    kind      text        NOT NULL CHECK (kind IN ('agent', 'upstream', 'tool', 'bundle')),
    name      text        NOT NULL,
    reason    text        NOT NULL,
    thrown_by text        NOT NULL,
    thrown_at timestamptz NOT NULL,
    PRIMARY KEY (kind, name)
);

-- Numbers the changes of auth.kill. Whoever changes a row holds this row's lock until commit.
CREATE TABLE auth.kill_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number   bigint  NOT NULL
);
INSERT INTO auth.kill_change (number) VALUES (0);
