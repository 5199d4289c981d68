package dev.gatehouse.auth.people;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the database knows of a person.
 *
 * @param subject the provider's {@code sub}, once they logged in
 * @param provisioned whether SCIM wrote this person; then logins change nothing of what it said
 * @param groups those that SCIM put the person in
 * @param claimedGroups bare names, as the last login had them
 * @param change number of the change that made this row what it is; later changes have higher numbers
 */
record PersonRow(
        PersonId id,
        String provider,
        Optional<String> subject,
        String userName,
        Optional<String> displayName,
        Optional<String> email,
        boolean active,
        boolean provisioned,
        boolean deleted,
        List<UUID> groups,
        List<String> claimedGroups,
        long change) {
    PersonRow {
        groups = List.copyOf(groups);
        claimedGroups = List.copyOf(claimedGroups);
    }

    /** For the trail. */
    Json told() {
        return Json.object()
                .put("provider", provider)
                .putIf("subject", subject)
                .put("userName", userName)
                .putIf("displayName", displayName)
                .putIf("email", email)
                .put("active", active)
                .put("groups", Json.ofStrings(claimedGroups))
                .build();
    }
}
