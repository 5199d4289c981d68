package dev.gatehouse.auth.people;

import java.util.UUID;

/** A person, for ever: names and addresses change, and one that is free again must not lead to somebody's tokens. */
public record PersonId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
