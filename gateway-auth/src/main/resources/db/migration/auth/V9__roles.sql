-- A role over a bundle names it, a role over everything names none.
ALTER TABLE auth.person_role
    ADD CHECK ((role IN ('admin', 'approver')) = (bundle IS NOT NULL));

-- Numbers the changes of person_role. Gateways hold all roles in memory and read them again when this grew.
CREATE TABLE auth.role_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number   bigint  NOT NULL
);
INSERT INTO auth.role_change (number) VALUES (0);
CREATE TRIGGER tell AFTER UPDATE ON auth.role_change EXECUTE FUNCTION auth.tell_change();

-- Everything that rests on one person's, or one client's, agreements is ended together.
CREATE INDEX code_grant_of_person ON auth.code_grant (person) WHERE revoked_at IS NULL;
CREATE INDEX code_grant_of_client ON auth.code_grant (client_id) WHERE revoked_at IS NULL;
CREATE INDEX consent_of_client ON auth.consent (client_id);
