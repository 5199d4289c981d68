package dev.gatehouse.auth.proof;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.agent.ClientSecret;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a client says who it is (RFC 6749 §2.3, RFC 7521 §4.2). Nothing in it is checked yet. */
sealed interface ClientProof permits ClientProof.Presented, ClientCheck.Refused {
    int CLIENT_ID_MAX_CHARS = 1024;
    String BASIC = "basic ";
    String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    sealed interface Presented extends ClientProof {
        String clientId();

        AuthMethod method();
    }

    /** A public client says no more than who it is. */
    record Named(String clientId) implements Presented {
        @Override
        public AuthMethod method() {
            return AuthMethod.NONE;
        }
    }

    /** @param method one of the two ways to send a secret */
    record Secret(String clientId, ClientSecret secret, AuthMethod method) implements Presented {}

    record Assertion(String clientId, SignedJWT jwt) implements Presented {
        @Override
        public AuthMethod method() {
            return AuthMethod.PRIVATE_KEY_JWT;
        }

        @Override
        public String toString() {
            return "Assertion[" + clientId + "]";
        }
    }

    static ClientProof read(Request request, Form form) {
        List<String> headers = request.headers().getOrDefault("authorization", List.of());
        Optional<String> secret = form.value("client_secret");
        Optional<String> assertion = form.value("client_assertion");
        if (headers.size() > 1) {
            return ClientCheck.Refused.malformed("more than one Authorization header");
        }
        if (headers.size() + (secret.isPresent() ? 1 : 0) + (assertion.isPresent() ? 1 : 0) > 1) {
            return ClientCheck.Refused.malformed("more than one way of client authentication");
        }
        if (!headers.isEmpty()) {
            return agreed(basic(headers.getFirst()), form.value("client_id"));
        }
        return assertion.isPresent()
                ? agreed(assertion(form, assertion.get()), form.value("client_id"))
                : posted(form.value("client_id").orElse(""), secret);
    }

    /** A client may repeat its id in the body (RFC 6749 §3.2.1); naming two clients is a contradiction. */
    private static ClientProof agreed(ClientProof proof, Optional<String> postedId) {
        return proof instanceof Presented known
                        && postedId.filter(id -> !id.equals(known.clientId())).isPresent()
                ? ClientCheck.Refused.malformed("client_id differs from the one that is proved")
                : proof;
    }

    private static ClientProof posted(String clientId, Optional<String> secret) {
        if (!isClientId(clientId)) {
            return ClientCheck.Refused.unnamed();
        }
        return secret.<ClientProof>map(
                        text -> new Secret(clientId, new ClientSecret(text), AuthMethod.CLIENT_SECRET_POST))
                .orElseGet(() -> new Named(clientId));
    }

    private static ClientProof basic(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return ClientCheck.Refused.unnamed();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            String clientId = colon < 0 ? "" : formDecoded(pair.substring(0, colon));
            String secret = formDecoded(pair.substring(colon + 1));
            return !isClientId(clientId) || secret.isEmpty()
                    ? ClientCheck.Refused.unnamed()
                    : new Secret(clientId, new ClientSecret(secret), AuthMethod.CLIENT_SECRET_BASIC);
        } catch (IllegalArgumentException _) {
            return ClientCheck.Refused.unnamed();
        }
    }

    /** Who it is about is read before it is verified: only then is it known whose keys to ask. */
    private static ClientProof assertion(Form form, String assertion) {
        if (form.value("client_assertion_type").filter(ASSERTION_TYPE::equals).isEmpty()) {
            return ClientCheck.Refused.malformed("client_assertion_type must be " + ASSERTION_TYPE);
        }
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            String subject = jwt.getJWTClaimsSet().getSubject();
            return subject == null || !isClientId(subject)
                    ? ClientCheck.Refused.unnamed()
                    : new Assertion(subject, jwt);
        } catch (ParseException _) {
            return ClientCheck.Refused.unnamed();
        }
    }

    private static boolean isClientId(String text) {
        return !text.isEmpty()
                && text.length() <= CLIENT_ID_MAX_CHARS
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static String formDecoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
