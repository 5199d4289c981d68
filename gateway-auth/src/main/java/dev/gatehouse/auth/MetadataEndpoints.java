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

    MetadataEndpoints(Issuer issuer, SigningKeys keys, Supplier<Revision> revisions) {
        this.issuer = issuer;
        this.keys = keys;
        this.revisions = revisions;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get(
                        "/.well-known/oauth-protected-resource/vmcp/{server}/mcp",
                        request -> protectedResource(request, "/mcp", VirtualServer::mcpUrl)),
                get(
                        "/.well-known/oauth-protected-resource/vmcp/{server}/sse",
                        request -> protectedResource(request, "/sse", VirtualServer::sseUrl)),
                get("/.well-known/oauth-authorization-server", _ -> authorizationServer()),
                get(Issuer.JWKS_PATH, _ -> cacheable(keys.jwks())),
                get(Issuer.AUTHORIZE_PATH, _ -> authorize()));
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

    private Answer authorizationServer() {
        return cacheable(Json.object()
                .put("issuer", issuer.url())
                .put("authorization_endpoint", issuer.at(Issuer.AUTHORIZE_PATH))
                .put("token_endpoint", issuer.at(Issuer.TOKEN_PATH))
                .put("jwks_uri", issuer.at(Issuer.JWKS_PATH))
                .put("scopes_supported", Json.ofStrings(Scopes.ALL))
                .put("response_types_supported", Json.ofStrings(List.of()))
                .put("grant_types_supported", Json.ofStrings(List.of("client_credentials")))
                .put(
                        "token_endpoint_auth_methods_supported",
                        Json.ofStrings(List.of("client_secret_basic", "client_secret_post")))
                .build());
    }

    /** Named in the metadata because common clients refuse a document without it, also for grants that never go there. */
    private static Answer authorize() {
        return Answer.text(
                400, "This authorization server gives tokens to agents only (grant_type=client_credentials).\n");
    }

    private static Answer cacheable(Json json) {
        return Answer.json(200, json.toString()).with("Cache-Control", CACHEABLE);
    }

    private static Endpoint get(String path, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC, Endpoint.Method.GET, PathPattern.of(path), Endpoint.Guard.PUBLIC, 0, handler);
    }
}
