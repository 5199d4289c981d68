package dev.gatehouse.auth;

import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a client reads to find its way: whom a resource trusts (RFC 9728), what our authorization server can do (RFC 8414),
 * and its public keys.
 */
final class MetadataEndpoints {
    /** Shorter than a new key is published before it signs, so no cache lacks a key in use. */
    private static final String CACHEABLE = "public, max-age=300";

    private final Issuer issuer;
    private final SigningKeys keys;
    private final Supplier<Revision> revisions;
    private final ServerMetadata server;

    MetadataEndpoints(Issuer issuer, SigningKeys keys, Supplier<Revision> revisions) {
        this.issuer = issuer;
        this.keys = keys;
        this.revisions = revisions;
        this.server = new ServerMetadata(issuer, revisions);
    }

    List<Endpoint> endpoints() {
        return List.of(
                get(
                        "/.well-known/oauth-protected-resource/vmcp/{server}/mcp",
                        request -> protectedResource(request, "/mcp", VirtualServer::mcpUrl)),
                get(
                        "/.well-known/oauth-protected-resource/vmcp/{server}/sse",
                        request -> protectedResource(request, "/sse", VirtualServer::sseUrl)),
                get("/.well-known/oauth-authorization-server", _ -> cacheable(server.describe())),
                get("/.well-known/openid-configuration", _ -> cacheable(server.describeAsProvider())),
                get(Issuer.JWKS_PATH, _ -> cacheable(keys.jwks())));
    }

    /**
     * The same document for every well-formed name, whether a virtual server has it or not: as with the 401 that leads
     * here, asking without a token must not tell which names exist.
     */
    private Answer protectedResource(Request request, String end, Function<VirtualServer, String> url) {
        String name = request.variables().getOrDefault("server", "");
        if (!Names.isSlug(name)) {
            return Answer.empty(404);
        }
        String resource = Optional.ofNullable(revisions.get().servers().get(new ServerName(name)))
                .map(url)
                .orElseGet(() -> issuer.at("/vmcp/" + name + end));
        return cacheable(Json.object()
                .put("resource", resource)
                .put("authorization_servers", Json.ofStrings(List.of(issuer.url())))
                .put("scopes_supported", Json.ofStrings(Scopes.ALL))
                .put("bearer_methods_supported", Json.ofStrings(List.of("header")))
                .build());
    }

    private static Answer cacheable(Json json) {
        return Answer.json(200, json.toString()).with("Cache-Control", CACHEABLE);
    }

    private static Endpoint get(String path, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC, Endpoint.Method.GET, PathPattern.of(path), Endpoint.Guard.PUBLIC, 0, handler);
    }
}
