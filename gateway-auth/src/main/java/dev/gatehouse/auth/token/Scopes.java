package dev.gatehouse.auth.token;

import dev.gatehouse.auth.grant.Agreement;
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

    /** No scope of an access token. */
    public static final String OFFLINE_ACCESS = Agreement.OFFLINE_ACCESS;

    /** To see how the gateway is administered; for the admin API alone. */
    public static final String ADMIN_READ = "admin:read";

    /** To administer; for the admin API alone. */
    public static final String ADMIN_WRITE = "admin:write";

    public static final List<String> ADMIN = List.of(ADMIN_READ, ADMIN_WRITE);

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

    /**
     * As a client asks a person for them. Many clients ask for what the challenge names and no more, though they registered
     * to refresh: they get {@code offline_access} too, which the person is shown. It is never there alone.
     */
    public static Optional<List<String>> requestedOfPerson(Optional<String> parameter, boolean refreshes) {
        return requested(parameter, OF_PEOPLE)
                .filter(scopes -> !ofToken(scopes).isEmpty())
                .map(scopes -> refreshes ? withOffline(scopes) : scopes);
    }

    /** As a client asks an administrator for them; to look, when it names none. Nobody administers while they are away. */
    public static Optional<List<String>> requestedOfAdministrator(Optional<String> parameter) {
        return parameter.isEmpty()
                ? Optional.of(List.of(ADMIN_READ))
                : requested(
                                parameter,
                                Stream.concat(ADMIN.stream(), Stream.of(OFFLINE_ACCESS))
                                        .toList())
                        .map(Scopes::ofToken)
                        .filter(scopes -> !scopes.isEmpty());
    }

    private static List<String> withOffline(List<String> scopes) {
        return OF_PEOPLE.stream()
                .filter(scope -> scope.equals(OFFLINE_ACCESS) || scopes.contains(scope))
                .toList();
    }

    /** Those that an access token carries. */
    static List<String> ofToken(List<String> granted) {
        return granted.stream().filter(scope -> !scope.equals(OFFLINE_ACCESS)).toList();
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
