package dev.gatehouse.auth.token;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.util.Optional;

/** Virtual servers as clients name them: by URL (RFC 8707 §2). */
public final class Targets {

    private Targets() {}

    /** The virtual server with this URL. */
    public static Optional<VirtualServer> find(Revision revision, String resource) {
        return revision.servers().values().stream()
                .filter(server -> server.audiences().contains(resource))
                .findFirst();
    }

    /** Only where some bundle grants it: what is not granted is as if it did not exist. */
    static Optional<VirtualServer> granted(Revision revision, Principal principal, String resource) {
        return find(revision, resource)
                .filter(server -> revision.governing(principal, server.name()).isPresent());
    }

    static Grant unknown() {
        return Grant.refused(
                OAuthError.Code.INVALID_TARGET, "resource is not a virtual server that this client may use");
    }

    static Grant missing() {
        return Grant.refused(OAuthError.Code.INVALID_TARGET, "resource is missing: the URL of a virtual server");
    }
}
