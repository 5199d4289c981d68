package dev.gatehouse.auth.token;

import dev.gatehouse.core.identity.ToolScopes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a token can allow (RFC 6749 §3.3). */
public final class Scopes {
    public static final String READ_TOOLS = ToolScopes.READ;
    public static final String EXECUTE_TOOLS = ToolScopes.EXECUTE;

    /** A refresh token, too (OpenID Connect Core 1.0 §11). No scope of an access token. */
    public static final String OFFLINE_ACCESS = "offline_access";

    /** In the order in which they are published and granted. */
    public static final List<String> ALL = List.of(READ_TOOLS, EXECUTE_TOOLS);

    /** What a client can ask a person for. */
    public static final List<String> OF_PEOPLE =
            Stream.concat(ALL.stream(), Stream.of(OFFLINE_ACCESS)).toList();

    private Scopes() {}

    /** The scopes asked for, all when none is named; empty when an unknown one is among them. */
    static Optional<List<String>> requested(Optional<String> parameter) {
        return requested(parameter, ALL);
    }

    /** As a client asks a person for them: {@code offline_access} only when it is named, and never alone. */
    public static Optional<List<String>> requestedOfPerson(Optional<String> parameter) {
        return requested(parameter, OF_PEOPLE).filter(scopes -> !ofToken(scopes).isEmpty());
    }

    /** Those that an access token carries. */
    static List<String> ofToken(List<String> granted) {
        return ALL.stream().filter(granted::contains).toList();
    }

    private static Optional<List<String>> requested(Optional<String> parameter, List<String> possible) {
        if (parameter.isEmpty()) {
            return Optional.of(ALL);
        }
        Set<String> named = new LinkedHashSet<>(List.of(parameter.get().split(" ", -1)));
        return possible.containsAll(named)
                ? Optional.of(possible.stream().filter(named::contains).toList())
                : Optional.empty();
    }
}
