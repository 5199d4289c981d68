package dev.gatehouse.auth.token;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import java.util.Optional;

/** What tokens can be for, as clients name it: by URL (RFC 8707 §2). */
public final class Targets {

    private Targets() {}

    /** The virtual server with this URL, or the admin API. */
    public static Optional<Target> find(Revision revision, String resource) {
        if (isAdminApi(revision, resource)) {
            return Optional.of(new Target.AdminApi(resource));
        }
        return revision.servers().values().stream()
                .filter(server -> server.audiences().contains(resource))
                .findFirst()
                .map(Target.Server::new);
    }

    public static boolean isAdminApi(Revision revision, String resource) {
        return resource.equals(revision.trust().administration().resource());
    }

    /** Only where this principal may have it: what is not granted is as if it did not exist. */
    static Optional<Target> granted(Revision revision, Principal principal, String resource) {
        return find(revision, resource).filter(target -> switch (target) {
            case Target.Server(var server) ->
                revision.governing(principal, server.name()).isPresent();
            // Whoever administers was asked for it: no agent can, and nobody on another issuer's word.
            case Target.AdminApi _ ->
                principal.kind() == Principal.Kind.USER && principal.grant().isPresent();
        });
    }

    static Grant unknown() {
        return Grant.refused(
                OAuthError.Code.INVALID_TARGET, "resource is not a virtual server that this client may use");
    }

    static Grant missing() {
        return Grant.refused(OAuthError.Code.INVALID_TARGET, "resource is missing: the URL of a virtual server");
    }
}
