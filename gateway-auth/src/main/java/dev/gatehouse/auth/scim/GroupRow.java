package dev.gatehouse.auth.scim;

import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.UUID;

/** A group as stored. */
record GroupRow(UUID id, String displayName, Json attributes, Instant createdAt, Instant modifiedAt) {}
