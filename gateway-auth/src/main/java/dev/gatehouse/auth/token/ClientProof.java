package dev.gatehouse.auth.token;

import dev.gatehouse.auth.agent.ClientSecret;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a client says who it is: {@code client_secret_basic} or {@code client_secret_post} (RFC 6749 §2.3.1). */
sealed interface ClientProof permits ClientProof.Presented, OAuthError {
    int CLIENT_ID_MAX_CHARS = 128;
    String BASIC = "basic ";

    /** Not checked yet. */
    record Presented(String clientId, ClientSecret secret) implements ClientProof {}

    static ClientProof read(Request request, Form form) {
        List<String> headers = request.headers().getOrDefault("authorization", List.of());
        Optional<String> postedSecret = form.value("client_secret");
        if (headers.size() > 1) {
            return OAuthError.malformed("more than one Authorization header");
        }
        if (headers.isEmpty()) {
            return of(form.value("client_id").orElse(""), postedSecret.orElse(""));
        }
        return postedSecret.isPresent()
                ? OAuthError.malformed("more than one way of client authentication")
                : agreed(basic(headers.getFirst()), form.value("client_id"));
    }

    /** A client may repeat its id in the body (RFC 6749 §3.2.1); naming two clients is a contradiction. */
    private static ClientProof agreed(ClientProof proof, Optional<String> postedId) {
        return proof instanceof Presented known
                        && postedId.filter(id -> !id.equals(known.clientId())).isPresent()
                ? OAuthError.malformed("client_id differs from the one in the Authorization header")
                : proof;
    }

    private static ClientProof basic(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return OAuthError.clientNotProved();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? OAuthError.clientNotProved()
                    : of(formDecoded(pair.substring(0, colon)), formDecoded(pair.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            return OAuthError.clientNotProved();
        }
    }

    private static ClientProof of(String clientId, String secret) {
        boolean printable = clientId.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return clientId.isEmpty() || clientId.length() > CLIENT_ID_MAX_CHARS || !printable || secret.isEmpty()
                ? OAuthError.clientNotProved()
                : new Presented(clientId, new ClientSecret(secret));
    }

    private static String formDecoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
