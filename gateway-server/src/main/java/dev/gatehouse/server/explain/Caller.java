package dev.gatehouse.server.explain;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.ToolScopes;
import dev.gatehouse.core.mcp.Names;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Somebody who might call, as administrators write it. The token that such a caller would have is not there, so the
 * principal has the scopes that everybody gets, and nobody's issuer.
 *
 * @param name of an agent, or of a person as {@code provider/userName}
 * @param groups each as {@code provider/group}
 */
record Caller(Principal.Kind kind, String name, Set<String> groups) {
    static final String EXPECTED = "expected agent:NAME, user:PROVIDER/NAME[,group:PROVIDER/GROUP...] or anonymous";

    private static final int PARTS_MAX = 100;
    private static final String AGENT = "agent:";
    private static final String USER = "user:";
    private static final String GROUP = "group:";

    static Optional<Caller> parse(String text) {
        if (text.equals("anonymous")) {
            return Optional.of(new Caller(Principal.Kind.ANONYMOUS, text, Set.of()));
        }
        if (text.startsWith(AGENT)) {
            return Optional.of(text.substring(AGENT.length()))
                    .filter(Names::isSlug)
                    .map(name -> new Caller(Principal.Kind.AGENT, name, Set.of()));
        }
        return text.startsWith(USER) ? user(text.split(",", PARTS_MAX)) : Optional.empty();
    }

    private static Optional<Caller> user(String[] parts) {
        Set<String> groups = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].startsWith(GROUP)) {
                return Optional.empty();
            }
            groups.add(parts[i].substring(GROUP.length()));
        }
        String name = parts[0].substring(USER.length());
        return isQualified(name) && groups.stream().allMatch(Caller::isQualified)
                ? Optional.of(new Caller(Principal.Kind.USER, name, groups))
                : Optional.empty();
    }

    private static boolean isQualified(String name) {
        int slash = name.indexOf('/');
        return slash > 0 && slash < name.length() - 1;
    }

    /** @param bundles of agents that the file does not name */
    Principal principal(Function<AgentName, Optional<BundleName>> bundles) {
        return switch (kind) {
            case ANONYMOUS -> Principal.ANONYMOUS;
            case AGENT -> principal(Optional.empty(), bundles.apply(new AgentName(name)));
            case USER -> principal(Optional.of(name), Optional.empty());
        };
    }

    private Principal principal(Optional<String> label, Optional<BundleName> bundle) {
        return new Principal(
                kind,
                "explain",
                name,
                label,
                "explain",
                groups,
                Set.of(ToolScopes.READ, ToolScopes.EXECUTE),
                bundle,
                Optional.empty(),
                Optional.empty(),
                Instant.MAX);
    }
}
