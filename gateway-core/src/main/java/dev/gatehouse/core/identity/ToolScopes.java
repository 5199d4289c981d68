package dev.gatehouse.core.identity;

import java.util.Optional;

/** The scopes that a token needs at a virtual server (RFC 6749 §3.3). Whoever comes without a token needs none. */
public final class ToolScopes {
    /** To see what there is. */
    public static final String READ = "read:tools";

    /** To use it. */
    public static final String EXECUTE = "execute:tools";

    private ToolScopes() {}

    /** The scope, where this principal's token lacks it. */
    public static Optional<String> lacking(Principal principal, String scope) {
        boolean free = principal.kind() == Principal.Kind.ANONYMOUS;
        return free || principal.scopes().contains(scope) ? Optional.empty() : Optional.of(scope);
    }
}
