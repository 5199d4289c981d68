package dev.gatehouse.transport.face;

import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.transport.http.EarlyAnswer;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Collection;

/** What a caller who is not let in is told (RFC 6750 §3, RFC 9728 §5.1). The same for servers that do not exist. */
final class Challenges {
    private final String metadataUrl;

    Challenges(String publicUrl) {
        this.metadataUrl = publicUrl + "/.well-known/oauth-protected-resource/vmcp/";
    }

    /**
     * @param server the path segment as received
     * @param endpoint the last segment of the endpoint's URL, which is a resource of its own
     */
    EarlyAnswer answer(Challenge.Kind kind, String server, String endpoint) {
        String bearer = bearer(server, endpoint);
        return switch (kind) {
            case MISSING -> unauthorized("a bearer token is needed", bearer);
            case INVALID_TOKEN -> unauthorized("the token is not good here", bearer + ", error=\"invalid_token\"");
            case UNAVAILABLE -> EarlyAnswer.overloaded("tokens cannot be verified now");
        };
    }

    /**
     * What a client is told whose token would do with more scopes (RFC 6750 §3.1 {@code insufficient_scope}).
     *
     * @param scopes all that the request needs
     */
    String insufficientScope(Collection<String> scopes, String server, String endpoint) {
        return bearer(server, endpoint) + ", error=\"insufficient_scope\", scope=\"" + String.join(" ", scopes)
                + "\", error_description=\"the token needs more scopes\"";
    }

    private String bearer(String server, String endpoint) {
        return "Bearer resource_metadata=\"" + metadataUrl + quotable(server) + "/" + endpoint + "\"";
    }

    private static EarlyAnswer unauthorized(String text, String challenge) {
        return EarlyAnswer.polite(HttpResponseStatus.UNAUTHORIZED, text).with("WWW-Authenticate", challenge);
    }

    private static String quotable(String server) {
        return server.replace("\"", "%22");
    }
}
