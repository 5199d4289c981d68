-- What was said in one session of a legacy client.
ALTER TABLE audit.event ADD COLUMN session text;
CREATE INDEX event_session ON audit.event (session) WHERE session IS NOT NULL;

-- The words of a payload. What is no UTF-8 or too much has none: nobody is kept from writing such a record, nor from an index of
-- its day. A day is indexed when it is over (index event_KEEP_DAY_words); until then its payloads are read.
CREATE FUNCTION audit.payload_words(payload bytea) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT COST 2000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- What is under somebody's key has no words.
    IF substring(payload FROM 1 FOR 13) = '{"encrypted":'::bytea THEN
        RETURN ''::tsvector;
    END IF;
    RETURN to_tsvector('simple'::regconfig, left(convert_from(payload, 'UTF8'), 500000));
EXCEPTION WHEN OTHERS THEN
    RETURN ''::tsvector;
END $$;
