-- Calls that the gateway makes itself once people approved them, and what came of them.
ALTER TABLE policy.approval
    -- sealed: as whom the call is made, and with what; '' where the caller makes it, and once it was made
    ADD COLUMN orders     text    NOT NULL DEFAULT '',
    ADD COLUMN attempts   integer NOT NULL DEFAULT 0,
    -- not before; null: at once
    ADD COLUMN due_at     timestamptz,
    -- while executing: when whoever makes the call must have died
    ADD COLUMN lease_until timestamptz,
    -- from here on the call may have happened
    ADD COLUMN sent_at    timestamptz,
    -- how the call ended, in the trail's word
    ADD COLUMN outcome    text,
    -- sealed: what the caller is told of it; '' once nobody may fetch it any more
    ADD COLUMN result     text    NOT NULL DEFAULT '',
    DROP CONSTRAINT approval_state_check,
    ADD CONSTRAINT approval_state_check CHECK (state IN
        ('pending', 'approved', 'denied', 'redeemed', 'expired', 'withdrawn', 'executing', 'executed'));

DROP INDEX policy.approval_open;
CREATE UNIQUE INDEX approval_open ON policy.approval (binding)
    WHERE state IN ('pending', 'approved', 'denied', 'executing');
CREATE INDEX approval_kept ON policy.approval (binding) WHERE state = 'executed';
CREATE INDEX approval_due ON policy.approval (due_at) WHERE state IN ('approved', 'executing') AND orders <> '';
