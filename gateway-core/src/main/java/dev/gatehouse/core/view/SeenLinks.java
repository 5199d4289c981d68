package dev.gatehouse.core.view;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Optional;

/**
 * URIs that results named and no list does, so that a client may read what it was pointed to. Each principal's own, and
 * forgotten when newer ones need the room.
 */
public final class SeenLinks {
    static final int PRINCIPALS_MAX = 1_024;
    static final int LINKS_PER_PRINCIPAL_MAX = 64;
    static final int URI_CHARS_MAX = 1_024;

    private record Seer(ServerName server, String principal) {}

    private final Recent<Seer, Recent<String, UpstreamId>> seen = new Recent<>(PRINCIPALS_MAX);

    /** Remembers the link; false when this principal was shown the same URI by another upstream. */
    boolean claim(ServerName server, Principal principal, String uri, UpstreamId upstream) {
        if (uri.length() > URI_CHARS_MAX) {
            return true;
        }
        return seen.findOrMake(new Seer(server, principal.key()), _ -> new Recent<>(LINKS_PER_PRINCIPAL_MAX))
                .findOrMake(uri, _ -> upstream)
                .equals(upstream);
    }

    Optional<UpstreamId> find(ServerName server, Principal principal, String uri) {
        return seen.find(new Seer(server, principal.key())).flatMap(links -> links.find(uri));
    }
}
