package dev.gatehouse.auth.client;

import dev.gatehouse.auth.agent.SecretHash;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A client that a person may let in (RFC 6749 §2). Agents, which act for themselves, are not among them.
 *
 * @param name what it calls itself; shown as a claim, never as a fact, unless somebody registered it beforehand
 * @param redirectUris as registered
 * @param authMethods how it may prove itself at the token endpoint, one of them at a time
 * @param secret where it has one
 * @param keys what {@code private_key_jwt} is verified with
 * @param refreshes has the grant type {@code refresh_token}: it may go on while its person is away
 */
public record OAuthClient(
        String clientId,
        Origin origin,
        String name,
        List<String> redirectUris,
        Set<AuthMethod> authMethods,
        Optional<SecretHash> secret,
        ClientKeys keys,
        boolean refreshes) {
    public OAuthClient {
        authMethods = Set.copyOf(authMethods);
        redirectUris = List.copyOf(redirectUris);
    }

    /** Whether it may come without any proof: whoever knows its id can be it. */
    public boolean isPublic() {
        return authMethods.contains(AuthMethod.NONE);
    }

    /** How it became known, which says how far its name can be believed. */
    public enum Origin {
        /** In the configuration. */
        REGISTERED,
        /** By itself (RFC 7591). */
        DYNAMIC,
        /** By the document at the URL that is its id. */
        DOCUMENT
    }

    /** How it proves itself at the token endpoint (RFC 7591 §2, OpenID Connect Core 1.0 §9). */
    public enum AuthMethod {
        NONE("none"),
        CLIENT_SECRET_BASIC("client_secret_basic"),
        CLIENT_SECRET_POST("client_secret_post"),
        PRIVATE_KEY_JWT("private_key_jwt");

        private final String word;

        AuthMethod(String word) {
            this.word = word;
        }

        /** As metadata call it. */
        public String word() {
            return word;
        }

        static Optional<AuthMethod> of(String word) {
            return Stream.of(values())
                    .filter(method -> method.word.equals(word))
                    .findFirst();
        }
    }
}
