-- Money spent under budgets. Amounts are micro-dollars: whole numbers, so that nothing is lost in adding them up.

-- What each budget has used in one period. One row is one lock: whoever takes from a budget changes it and is held
-- against the limit in the same statement.
CREATE TABLE policy.budget (
    -- bundle/policy/name, which stays when the rule's figures change
    budget       text        NOT NULL CHECK (length(budget) BETWEEN 1 AND 300),
    -- what is counted, such as one person
    counted      text        NOT NULL,
    -- 2026-11 or 2026-11-21, in the budget's own time zone
    period       text        NOT NULL,
    bundle       text        NOT NULL,
    label        text        NOT NULL,
    used_micros  bigint      NOT NULL CHECK (used_micros >= 0),
    -- these four as the last call that took from it found them in the configuration
    limit_micros bigint      NOT NULL,
    warn_micros  bigint      NOT NULL,
    hard         boolean     NOT NULL,
    ends_at      timestamptz NOT NULL,
    last_call    text        NOT NULL,
    -- the call that crossed the threshold, the limit; one call each, so each is told once
    warned_by    text,
    reached_by   text,
    PRIMARY KEY (budget, counted, period)
);
CREATE INDEX budget_ends ON policy.budget (ends_at);

-- What each call took from each budget, so that no call is charged twice and one that was not sent is given back. Kept
-- until a call cannot come back; then its sums are kept in policy.cost.
CREATE TABLE policy.budget_charge (
    call      text        NOT NULL,
    budget    text        NOT NULL,
    counted   text        NOT NULL,
    period    text        NOT NULL,
    micros    bigint      NOT NULL,
    -- when the call came in: one moment for all its charges
    at        timestamptz NOT NULL,
    bundle    text        NOT NULL,
    server    text        NOT NULL,
    upstream  text        NOT NULL,
    tool      text        NOT NULL,
    caller    text        NOT NULL,
    agent     text        NOT NULL,
    PRIMARY KEY (call, budget, counted)
);
CREATE INDEX budget_charge_at ON policy.budget_charge (at);

-- What calls came to in a day, by UTC, each call once whatever number of budgets it was under.
CREATE TABLE policy.cost (
    day      date   NOT NULL,
    bundle   text   NOT NULL,
    server   text   NOT NULL,
    upstream text   NOT NULL,
    tool     text   NOT NULL,
    -- the label of whoever called
    caller   text   NOT NULL,
    -- the agent that acted, empty where none did
    agent    text   NOT NULL,
    calls    bigint NOT NULL,
    micros   bigint NOT NULL,
    PRIMARY KEY (day, bundle, server, upstream, tool, caller, agent)
);
