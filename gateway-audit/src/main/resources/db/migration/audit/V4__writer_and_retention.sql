-- Who writes the trail may add to it and read it, no more; who drops what is over may do that, and only then.
-- Roles belong to the server, so one pair serves all its databases.
DO $$
BEGIN
    CREATE ROLE gatehouse_trail NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN RAISE NOTICE 'gatehouse_trail cannot be made by this login: see docs/audit.md';
END $$;
DO $$
BEGIN
    CREATE ROLE gatehouse_retention NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN RAISE NOTICE 'gatehouse_retention cannot be made by this login: see docs/audit.md';
END $$;

-- Nothing that it covers is dropped until somebody releases it.
CREATE TABLE audit.hold (
    id          text        PRIMARY KEY,
    -- null: of all bundles, and what belongs to none
    bundle      text,
    from_day    date        NOT NULL,
    -- not included; null: without an end
    to_day      date,
    reason      text        NOT NULL,
    placed_by   text        NOT NULL,
    placed_at   timestamptz NOT NULL DEFAULT now(),
    released_by text,
    released_at timestamptz,
    CHECK (to_day > from_day)
);

ALTER TABLE audit.retention
    -- where the records went before, each gateway's file with its SHA-256; null: they were not wanted
    ADD COLUMN archive text;

CREATE FUNCTION audit.make_keep(keep integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(x'676174650001'::bigint);
    EXECUTE format('CREATE TABLE IF NOT EXISTS audit.event_%1$s PARTITION OF audit.event FOR VALUES IN (%1$s)'
        ' PARTITION BY RANGE (at)', keep);
    EXECUTE format('CREATE TABLE IF NOT EXISTS audit.event_%1$s_default PARTITION OF audit.event_%1$s DEFAULT', keep);
END $$;

CREATE FUNCTION audit.make_day(keep integer, of_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(x'676174650001'::bigint);
    EXECUTE format('CREATE TABLE IF NOT EXISTS audit.event_%1$s_%2$s PARTITION OF audit.event_%1$s'
        ' FOR VALUES FROM (%3$L) TO (%4$L)', keep, to_char(of_day, 'YYYYMMDD'),
        of_day || ' 00:00:00+00', of_day + 1 || ' 00:00:00+00');
END $$;

-- Only from where the caller knows it to be; false when somebody else has moved it since.
CREATE FUNCTION audit.move_watermark(gateway text, from_epoch bigint, from_seq bigint, to_epoch bigint, to_seq bigint)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (from_epoch, from_seq) = (0, 0) THEN
        INSERT INTO audit.watermark (gateway_id, epoch, seq) VALUES (gateway, to_epoch, to_seq) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE audit.watermark SET epoch = to_epoch, seq = to_seq, moved_at = now()
        WHERE gateway_id = gateway AND epoch = from_epoch AND seq = from_seq;
    END IF;
    RETURN FOUND;
END $$;

-- The hold that keeps a day of the records with this keep; null when none does.
CREATE FUNCTION audit.held_by(keep integer, of_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT hold.id FROM audit.hold
    WHERE hold.released_at IS NULL AND hold.from_day <= of_day AND (hold.to_day IS NULL OR of_day < hold.to_day)
      AND (hold.bundle IS NULL OR EXISTS (
          SELECT FROM audit.event WHERE event.keep_days = keep AND event.bundle = hold.bundle
             AND event.at >= of_day::timestamp AT TIME ZONE 'UTC' AND event.at < (of_day + 1)::timestamp AT TIME ZONE 'UTC'))
    ORDER BY hold.placed_at LIMIT 1
$$;

-- Days whose time is over and that are still here: those with a partition, and what stands in the default ones.
CREATE FUNCTION audit.days_over() RETURNS TABLE (keep integer, of_day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other name;
BEGIN
    RETURN QUERY
        SELECT (parts.of)[1]::integer, to_date((parts.of)[2], 'YYYYMMDD')
        FROM (SELECT regexp_match(relname, '^event_([1-9][0-9]{0,4})_([0-9]{8})$') AS of
              FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relkind = 'r') parts
        WHERE parts.of IS NOT NULL
          AND to_date((parts.of)[2], 'YYYYMMDD') + (parts.of)[1]::integer + 1 <= (now() AT TIME ZONE 'UTC');
    FOR other IN SELECT relname FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relkind = 'r'
                   AND relname ~ '^event_(other|[1-9][0-9]*_default)$' LOOP
        RETURN QUERY EXECUTE format(
            'SELECT DISTINCT keep_days, (at AT TIME ZONE ''UTC'')::date FROM audit.%I'
            ' WHERE keep_days > 0 AND (at AT TIME ZONE ''UTC'')::date + keep_days + 1 <= (now() AT TIME ZONE ''UTC'')', other);
    END LOOP;
END $$;

-- Drops a day whose time is over by the clock of this server and that no hold covers. Nobody who may only call this can drop
-- anything else, whatever a gateway believes.
CREATE FUNCTION audit.drop_day(keep integer, of_day date, archived_to text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    day_table regclass := to_regclass(format('audit.event_%s_%s', keep, to_char(of_day, 'YYYYMMDD')));
    hold_id text;
    in_table bigint := 0;
    elsewhere bigint;
BEGIN
    IF keep < 1 OR (now() AT TIME ZONE 'UTC') < of_day + keep + 1 THEN
        RAISE EXCEPTION 'records of % that are kept for % days are not to be dropped yet', of_day, keep;
    END IF;
    -- A hold that is being placed is waited for, and none is placed before this is over.
    LOCK TABLE audit.hold IN SHARE MODE;
    hold_id := audit.held_by(keep, of_day);
    IF hold_id IS NOT NULL THEN
        RAISE EXCEPTION 'records of % that were kept for % days are held by %', of_day, keep, hold_id;
    END IF;
    IF day_table IS NOT NULL THEN
        EXECUTE format('SELECT count(*) FROM %s', day_table) INTO in_table;
        EXECUTE format('DROP TABLE %s', day_table);
    END IF;
    -- What no partition could be made for stands in a default one.
    DELETE FROM audit.event WHERE event.keep_days = keep
       AND event.at >= of_day::timestamp AT TIME ZONE 'UTC' AND event.at < (of_day + 1)::timestamp AT TIME ZONE 'UTC';
    GET DIAGNOSTICS elsewhere = ROW_COUNT;
    INSERT INTO audit.retention AS told (keep_days, day, records, archive)
    VALUES (keep, of_day, in_table + elsewhere, archived_to)
    ON CONFLICT (keep_days, day) DO UPDATE
        SET dropped_at = now(), records = told.records + EXCLUDED.records,
            archive = concat_ws(' ', told.archive, EXCLUDED.archive);
    RETURN in_table + elsewhere;
END $$;

REVOKE ALL ON FUNCTION
    audit.make_keep, audit.make_day, audit.move_watermark, audit.held_by, audit.days_over, audit.drop_day FROM PUBLIC;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gatehouse_trail') THEN
        GRANT USAGE ON SCHEMA audit TO gatehouse_trail;
        GRANT SELECT, INSERT ON audit.event, audit.block, audit.dead_letter TO gatehouse_trail;
        GRANT SELECT ON audit.watermark TO gatehouse_trail;
        GRANT EXECUTE ON FUNCTION audit.make_keep, audit.make_day, audit.move_watermark TO gatehouse_trail;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gatehouse_retention') THEN
        GRANT USAGE ON SCHEMA audit TO gatehouse_retention;
        GRANT SELECT ON audit.event, audit.hold, audit.retention TO gatehouse_retention;
        GRANT EXECUTE ON FUNCTION audit.held_by, audit.days_over, audit.drop_day TO gatehouse_retention;
    END IF;
END $$;
-- The login that migrates becomes either when it does their work.
DO $$
BEGIN
    IF NOT pg_has_role(CURRENT_USER, 'gatehouse_trail', 'MEMBER') THEN
        GRANT gatehouse_trail TO CURRENT_USER;
    END IF;
    IF NOT pg_has_role(CURRENT_USER, 'gatehouse_retention', 'MEMBER') THEN
        GRANT gatehouse_retention TO CURRENT_USER;
    END IF;
EXCEPTION WHEN insufficient_privilege OR undefined_object OR invalid_grant_operation THEN
    RAISE NOTICE 'the roles of the audit trail must be granted to this login: see docs/audit.md';
END $$;
