-- Where the batch under way ends, for sinks that take each batch as a whole: sent again, it must be the same.
ALTER TABLE audit.sink_position
    ADD COLUMN announced_epoch bigint,
    ADD COLUMN announced_seq   bigint,
    ADD CONSTRAINT announced_whole CHECK ((announced_epoch IS NULL) = (announced_seq IS NULL));
