package dev.gatehouse.auth.token;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways to a token. */
public enum GrantType {
    /** RFC 6749 §4.4: an agent, for itself. */
    CLIENT_CREDENTIALS("client_credentials"),
    /** RFC 6749 §4.1 with RFC 7636: a client, for a person who agreed to it. */
    AUTHORIZATION_CODE("authorization_code"),
    /** RFC 6749 §6. */
    REFRESH_TOKEN("refresh_token"),
    /** RFC 7523 §2.1 with an identity assertion (ID-JAG): a client, for a person whose company agreed to it. */
    JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer"),
    /** RFC 8693: another issuer's token for ours. */
    TOKEN_EXCHANGE("urn:ietf:params:oauth:grant-type:token-exchange");

    private final String word;

    GrantType(String word) {
        this.word = word;
    }

    /** As requests and metadata call it. */
    public String word() {
        return word;
    }

    static Optional<GrantType> of(String word) {
        return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /** All of them, as metadata name them. */
    public static List<String> words() {
        return Stream.of(values()).map(GrantType::word).toList();
    }
}
