package dev.gatehouse.auth.scim;

import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.UUID;

/**
 * A user as stored.
 *
 * @param attributes what SCIM said, or else what logins did
 * @param provisioned whether SCIM ever said something
 */
record UserRow(
        UUID id,
        String userName,
        boolean active,
        Json attributes,
        boolean provisioned,
        Instant createdAt,
        Instant modifiedAt) {}
