package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.Administration;
import java.util.List;
import java.util.function.Supplier;

/** How a client finds the way to a token for the admin API (RFC 9728). */
final class AdminMetadata {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private AdminMetadata() {}

    /** Between the host and the path of the resource (RFC 9728 §3.1). */
    static String url(Revision revision) {
        String resource = revision.trust().administration().resource();
        int path = resource.length() - Administration.PATH.length();
        return resource.substring(0, Math.max(path, 0)) + WELL_KNOWN + Administration.PATH;
    }

    static Endpoint endpoint(Issuer issuer, Supplier<Revision> revisions) {
        return new Endpoint(
                Endpoint.Listener.ADMIN,
                Endpoint.Method.GET,
                PathPattern.of(WELL_KNOWN + Administration.PATH),
                Endpoint.Guard.PUBLIC,
                0,
                _ -> Answer.json(200, describe(issuer, revisions.get()).toString()));
    }

    private static Json describe(Issuer issuer, Revision revision) {
        return Json.object()
                .put("resource", revision.trust().administration().resource())
                .put("authorization_servers", Json.ofStrings(List.of(issuer.url())))
                .put("scopes_supported", Json.ofStrings(Scopes.ADMIN))
                .put("bearer_methods_supported", Json.ofStrings(List.of("header")))
                .build();
    }
}
