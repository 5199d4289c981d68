package dev.gatehouse.auth.people;

import java.util.UUID;

/** A group that a provider pushed by SCIM. */
record GroupRow(UUID id, String provider, String name, boolean deleted, long change) {

    /** As the configuration calls it. */
    String qualifiedName() {
        return provider + "/" + name;
    }
}
