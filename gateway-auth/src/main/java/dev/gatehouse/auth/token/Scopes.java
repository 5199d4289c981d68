package dev.gatehouse.auth.token;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a token can allow (RFC 6749 §3.3). */
public final class Scopes {
    public static final String READ_TOOLS = "read:tools";
    public static final String EXECUTE_TOOLS = "execute:tools";

    /** In the order in which they are published and granted. */
    public static final List<String> ALL = List.of(READ_TOOLS, EXECUTE_TOOLS);

    private Scopes() {}

    /** The scopes asked for, all when none is named; empty when an unknown one is among them. */
    static Optional<List<String>> requested(Optional<String> parameter) {
        if (parameter.isEmpty()) {
            return Optional.of(ALL);
        }
        Set<String> named = new LinkedHashSet<>(List.of(parameter.get().split(" ", -1)));
        return ALL.containsAll(named)
                ? Optional.of(ALL.stream().filter(named::contains).toList())
                : Optional.empty();
    }
}
