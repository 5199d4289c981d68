-- Calls that wait for somebody's yes, and what was said.
CREATE TABLE policy.approval (
    id         text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    -- digest of who may use it up and for what: one open request, and one use, for each
    binding    text        NOT NULL,
    -- the same without the arguments and the client: what a standing approval is good for
    likeness   text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'redeemed', 'expired', 'withdrawn')),
    requester  text        NOT NULL,
    bundle     text        NOT NULL,
    -- JSON as text: who asks for what and why, and who may decide
    about      text        NOT NULL,
    -- sealed, for they may hold secrets; '' once the request is over
    arguments  text        NOT NULL,
    within_ms  bigint      NOT NULL,
    asked_at   timestamptz NOT NULL,
    -- while pending and denied: of the request; once approved: of the approval
    expires_at timestamptz NOT NULL,
    -- that used it up
    call       text
);

CREATE UNIQUE INDEX approval_open ON policy.approval (binding) WHERE state IN ('pending', 'approved', 'denied');
CREATE INDEX approval_expiry ON policy.approval (expires_at);
CREATE INDEX approval_requester ON policy.approval (requester) WHERE state = 'pending';

CREATE TABLE policy.approval_decision (
    approval    text        NOT NULL REFERENCES policy.approval ON DELETE CASCADE,
    -- a person's id, or 'machine'
    decider     text        NOT NULL,
    label       text        NOT NULL,
    approves    boolean     NOT NULL,
    -- which of the request's demands it counts for, from 0
    demands     integer[]   NOT NULL,
    -- how long calls alike shall need no approval; null for this one call only
    standing_ms bigint,
    comment     text        NOT NULL,
    decided_at  timestamptz NOT NULL,
    PRIMARY KEY (approval, decider)
);

CREATE TABLE policy.standing_approval (
    id         text PRIMARY KEY,
    likeness   text        NOT NULL,
    bundle     text        NOT NULL,
    about      text        NOT NULL,
    granted_by text        NOT NULL,
    granted_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX standing_approval_likeness ON policy.standing_approval (likeness);

-- What is to be told to whoever decides, until it was told or is too late.
CREATE TABLE policy.approval_notice (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    approval text        NOT NULL REFERENCES policy.approval ON DELETE CASCADE,
    event    text        NOT NULL,
    channel  text        NOT NULL,
    attempts integer     NOT NULL DEFAULT 0,
    due_at   timestamptz NOT NULL
);

CREATE INDEX approval_notice_due ON policy.approval_notice (due_at);
