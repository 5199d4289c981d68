-- A listing holds prompts, resources and templates beside tools, and what the upstream says of itself.
ALTER TABLE policy.catalog
    ADD COLUMN capabilities bytea NOT NULL DEFAULT '{}',
    ADD COLUMN instructions text  NOT NULL DEFAULT '';

ALTER TABLE policy.catalog_tool RENAME TO catalog_entry;
ALTER TABLE policy.catalog_entry ADD COLUMN kind text NOT NULL DEFAULT 'TOOL';
ALTER TABLE policy.catalog_entry ALTER COLUMN kind DROP DEFAULT;
-- Position counts within one kind from here on.
ALTER TABLE policy.catalog_entry DROP CONSTRAINT catalog_tool_pkey;
ALTER TABLE policy.catalog_entry ADD PRIMARY KEY (upstream, kind, position);
