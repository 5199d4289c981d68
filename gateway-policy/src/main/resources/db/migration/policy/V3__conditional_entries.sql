-- Some entries are listed only to clients that declare certain capabilities: what of them, as a client declares it in
-- JSON, '{}' for what everybody sees. Such an entry may stand beside one of the same name, and after it.
ALTER TABLE policy.catalog_entry ADD COLUMN needed text NOT NULL DEFAULT '{}';
