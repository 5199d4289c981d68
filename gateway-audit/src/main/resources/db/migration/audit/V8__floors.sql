-- For how many days records are kept at least, whatever a configuration says: it goes up by itself and down by two people.
CREATE TABLE audit.floor (
    -- empty: of what belongs to no bundle
    bundle text        PRIMARY KEY,
    days   integer     NOT NULL CHECK (days > 0),
    since  timestamptz NOT NULL,
    set_by text        NOT NULL
);

-- One person asks for fewer days, another one confirms it.
CREATE TABLE audit.lowering (
    id         text        PRIMARY KEY,
    bundle     text        NOT NULL,
    from_days  integer     NOT NULL,
    to_days    integer     NOT NULL CHECK (to_days > 0),
    reason     text        NOT NULL,
    -- asker and ender tell people apart, asked_by and ended_by say who they are
    asker      text        NOT NULL,
    asked_by   text        NOT NULL,
    asked_at   timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ending     text CHECK (ending IN ('confirmed', 'withdrawn')),
    ender      text,
    ended_by   text,
    ended_at   timestamptz,
    ended_in   xid8,
    end_reason text,
    CHECK (to_days < from_days),
    CHECK ((ending IS NULL) = (ender IS NULL) AND (ending IS NULL) = (ended_by IS NULL)
       AND (ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL) = (ended_in IS NULL)),
    CHECK (ending <> 'confirmed' OR ender <> asker)
);

-- Whatever a gateway believes: fewer days need a lowering that somebody else confirmed, in the transaction that confirms it.
CREATE FUNCTION audit.guard_floor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'how long records are kept at least is not to be forgotten';
    END IF;
    IF NEW.bundle <> OLD.bundle OR (NEW.days < OLD.days AND NOT EXISTS (
            SELECT FROM audit.lowering
            WHERE lowering.bundle = OLD.bundle AND from_days = OLD.days AND to_days = NEW.days
              AND ending = 'confirmed' AND ended_in = pg_current_xact_id())) THEN
        RAISE EXCEPTION 'fewer days than % take two owners', OLD.days;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON audit.floor FOR EACH ROW EXECUTE FUNCTION audit.guard_floor();
CREATE TRIGGER guard_all BEFORE TRUNCATE ON audit.floor EXECUTE FUNCTION audit.guard_floor();

-- On the channel that gateways listen on for whatever they keep in memory.
CREATE FUNCTION audit.tell_floor_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('gatehouse_auth', TG_TABLE_NAME);
    RETURN NULL;
END
$$;
CREATE TRIGGER tell AFTER INSERT OR UPDATE ON audit.floor EXECUTE FUNCTION audit.tell_floor_change();

-- A day is counted before it is dropped. What vacuum has looked at is counted from an index and not from the rows, so it comes
-- by whenever a day has grown by a fiftieth, not by a fifth: the rest of a day that is over it would never look at.
CREATE OR REPLACE FUNCTION audit.make_day(keep integer, of_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(x'676174650001'::bigint);
    EXECUTE format('CREATE TABLE IF NOT EXISTS audit.event_%1$s_%2$s PARTITION OF audit.event_%1$s'
        ' FOR VALUES FROM (%3$L) TO (%4$L) WITH (autovacuum_vacuum_insert_scale_factor = 0.02)',
        keep, to_char(of_day, 'YYYYMMDD'), of_day || ' 00:00:00+00', of_day + 1 || ' 00:00:00+00');
END $$;

DO $$
DECLARE
    of_day name;
BEGIN
    FOR of_day IN SELECT relname FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relkind = 'r'
                   AND relname ~ '^event_[1-9][0-9]{0,4}_[0-9]{8}$' LOOP
        EXECUTE format('ALTER TABLE audit.%I SET (autovacuum_vacuum_insert_scale_factor = 0.02)', of_day);
    END LOOP;
END $$;
