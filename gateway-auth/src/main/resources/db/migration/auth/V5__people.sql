-- Numbers the changes of people and groups. Whoever changes rows takes this row's lock as their last one and holds it
-- until commit, so numbers become visible in order and "everything after the last number I saw" never misses one.
CREATE TABLE auth.people_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number   bigint  NOT NULL
);
INSERT INTO auth.people_change (number) VALUES (0);

-- Everybody a provider vouched for. A deleted person's row stays, emptied of what it said about them, so that gateways
-- that were cut off learn of it and a login that outlives the deletion makes nobody anew.
CREATE TABLE auth.person (
    id               uuid        PRIMARY KEY,
    position         bigint      GENERATED ALWAYS AS IDENTITY,
    provider         text        NOT NULL,
    subject          text,
    user_name        text        NOT NULL,
    user_name_folded text        NOT NULL,
    external_id      text,
    display_name     text,
    email            text,
    emails_folded    text[]      NOT NULL DEFAULT '{}',
    active           boolean     NOT NULL,
    claimed_groups   text[]      NOT NULL DEFAULT '{}',
    attributes       text,
    created_at       timestamptz NOT NULL,
    modified_at      timestamptz NOT NULL,
    deleted_at       timestamptz,
    change           bigint      NOT NULL
);
COMMENT ON COLUMN auth.person.subject IS 'the provider''s sub; empty until the first login';
COMMENT ON COLUMN auth.person.attributes IS 'the SCIM resource as it was sent; empty while only logins know this person';
COMMENT ON COLUMN auth.person.claimed_groups IS 'groups by the claim of the last login; they count where SCIM pushes none';
CREATE UNIQUE INDEX person_user_name ON auth.person (provider, user_name_folded) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX person_subject ON auth.person (provider, subject) WHERE deleted_at IS NULL;
CREATE INDEX person_subject_ever ON auth.person (provider, subject);
CREATE INDEX person_external_id ON auth.person (provider, external_id);
CREATE INDEX person_position ON auth.person (provider, position) WHERE deleted_at IS NULL;
CREATE INDEX person_emails ON auth.person USING gin (emails_folded);
CREATE INDEX person_change ON auth.person (change, id);

-- Groups that providers push by SCIM. Deleted ones stay for the same reason, and because a provider that once pushed a
-- group is never again believed by the claims of its logins.
CREATE TABLE auth.people_group (
    id                  uuid        PRIMARY KEY,
    position            bigint      GENERATED ALWAYS AS IDENTITY,
    provider            text        NOT NULL,
    display_name        text        NOT NULL,
    display_name_folded text        NOT NULL,
    external_id         text,
    attributes          text        NOT NULL,
    created_at          timestamptz NOT NULL,
    modified_at         timestamptz NOT NULL,
    deleted_at          timestamptz,
    change              bigint      NOT NULL
);
CREATE UNIQUE INDEX people_group_name ON auth.people_group (provider, display_name_folded) WHERE deleted_at IS NULL;
CREATE INDEX people_group_external_id ON auth.people_group (provider, external_id);
CREATE INDEX people_group_position ON auth.people_group (provider, position) WHERE deleted_at IS NULL;
CREATE INDEX people_group_change ON auth.people_group (change, id);

-- Who belongs where. Whoever adds or takes away a row gives the person a new change number: that is how it is noticed.
CREATE TABLE auth.membership (
    group_id  uuid NOT NULL REFERENCES auth.people_group,
    person_id uuid NOT NULL REFERENCES auth.person,
    PRIMARY KEY (group_id, person_id)
);
CREATE INDEX membership_person ON auth.membership (person_id, group_id);
