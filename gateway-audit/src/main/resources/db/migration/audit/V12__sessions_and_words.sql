-- What was said in one session of a legacy client.
ALTER TABLE audit.event ADD COLUMN session text;
CREATE INDEX event_session ON audit.event (session) WHERE session IS NOT NULL;

-- The words of a payload. What is no UTF-8 or too much has none: nobody is kept from writing such a record, nor from an index of
-- its day. A day is indexed when it is over (index event_KEEP_DAY_words); until then its payloads are read.
CREATE FUNCTION audit.payload_words(payload bytea) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT COST 2000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said text;
BEGIN
    -- What is under somebody's key has no words.
    IF substring(payload FROM 1 FOR 13) = '{"encrypted":'::bytea THEN
        RETURN ''::tsvector;
    END IF;
    said := convert_from(payload, 'UTF8');
    BEGIN
        RETURN jsonb_to_tsvector('simple'::regconfig, said::jsonb, '["string", "numeric", "boolean", "key"]');
    EXCEPTION WHEN OTHERS THEN
        -- U+0000, which jsonb does not know, or more words than a tsvector holds.
        RETURN to_tsvector('simple'::regconfig,
            regexp_replace(left(said, 500000), '\\(u[0-9A-Fa-f]{4}|.)', ' ', 'g'));
    END;
EXCEPTION WHEN OTHERS THEN
    RETURN ''::tsvector;
END $$;
