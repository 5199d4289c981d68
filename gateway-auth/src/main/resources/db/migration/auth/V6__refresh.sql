-- A client goes on while its person is away when it registered for that (RFC 7591 §2, grant_types). Those of before were
-- told that they had.
ALTER TABLE auth.dynamic_client ADD COLUMN refreshes boolean NOT NULL DEFAULT true;
