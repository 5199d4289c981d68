package dev.gatehouse.auth.client;

import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import dev.gatehouse.core.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client says about itself (RFC 7591 §2), as far as we go by it. The rest is not looked at, least of all URLs. */
sealed interface ClientMetadata {
    int REDIRECT_URIS_MAX = 10;
    int NAME_CHARS_MAX = 100;
    String UNNAMED = "unnamed client";

    /**
     * @param methods one, or those that it offers to choose from
     * @param refreshes whether it lists the grant type {@code refresh_token}; one that lists none has the code's alone
     */
    record Valid(String name, List<String> redirectUris, Set<AuthMethod> methods, ClientKeys keys, boolean refreshes)
            implements ClientMetadata {}

    /** @param error a word of RFC 7591 §3.2.2 */
    record Invalid(String error, String description) implements ClientMetadata {}

    /**
     * @param methods how such clients can prove themselves at all
     * @param method unless it says so itself
     * @param privateSchemes of redirect URIs
     */
    record Rules(Set<AuthMethod> methods, AuthMethod method, List<String> privateSchemes) {}

    static ClientMetadata read(Json json, Rules rules) {
        Optional<List<String>> redirectUris = strings(json, "redirect_uris")
                .filter(uris -> !uris.isEmpty() && uris.size() <= REDIRECT_URIS_MAX)
                .filter(uris -> uris.stream().allMatch(uri -> RedirectUris.isAcceptable(uri, rules.privateSchemes())));
        if (redirectUris.isEmpty()) {
            return new Invalid(
                    "invalid_redirect_uri",
                    "redirect_uris must be 1 to " + REDIRECT_URIS_MAX
                            + " URIs: https, http to a loopback address, or an allowed private-use scheme");
        }
        Optional<String> name = name(json);
        if (name.isEmpty()) {
            return invalid("client_name must be text of at most " + NAME_CHARS_MAX + " characters");
        }
        if (!includes(json, "grant_types", "authorization_code") || !includes(json, "response_types", "code")) {
            return invalid("only the authorization code flow is for clients that were not registered beforehand");
        }
        return withProof(json, rules, name.get(), redirectUris.get());
    }

    private static ClientMetadata withProof(Json json, Rules rules, String name, List<String> redirectUris) {
        Set<AuthMethod> methods = methods(json, rules);
        if (methods.isEmpty()) {
            return invalid("token_endpoint_auth_method must be one of "
                    + String.join(
                            ", ",
                            rules.methods().stream()
                                    .map(AuthMethod::word)
                                    .sorted()
                                    .toList()));
        }
        Optional<ClientKeys> keys = keys(json);
        if (keys.isEmpty()) {
            return invalid("jwks must be a JWK set of public keys, or jwks_uri an https URL; not both");
        }
        if (methods.contains(AuthMethod.PRIVATE_KEY_JWT) && keys.get() instanceof ClientKeys.None) {
            return invalid("private_key_jwt needs jwks or jwks_uri");
        }
        boolean refreshes = strings(json, "grant_types")
                .filter(types -> types.contains("refresh_token"))
                .isPresent();
        return new Valid(name, redirectUris, methods, keys.get(), refreshes);
    }

    /** The singular is what RFC 7591 has; documents also come with the plural, the client's choice of methods. */
    private static Set<AuthMethod> methods(Json json, Rules rules) {
        Set<AuthMethod> methods = EnumSet.noneOf(AuthMethod.class);
        if (json.member("token_endpoint_auth_method").isPresent()) {
            json.text("token_endpoint_auth_method").flatMap(AuthMethod::of).ifPresent(methods::add);
        } else if (json.member("token_endpoint_auth_methods_supported").isPresent()) {
            strings(json, "token_endpoint_auth_methods_supported")
                    .ifPresent(
                            words -> words.forEach(word -> AuthMethod.of(word).ifPresent(methods::add)));
        } else {
            methods.add(rules.method());
        }
        methods.retainAll(rules.methods());
        return methods;
    }

    private static Optional<ClientKeys> keys(Json json) {
        Optional<Json> jwks = json.member("jwks");
        Optional<Json> uri = json.member("jwks_uri");
        if (jwks.isPresent() && uri.isPresent()) {
            return Optional.empty();
        }
        if (jwks.isPresent()) {
            return jwks.filter(set -> ClientKeySet.parse(set).isPresent())
                    .map(set -> new ClientKeys.Inline(set.toString()));
        }
        return uri.isPresent()
                ? uri.flatMap(Json::string)
                        .filter(text -> text.startsWith("https://") && text.length() <= RedirectUris.CHARS_MAX)
                        .map(ClientKeys.At::new)
                : Optional.of(new ClientKeys.None());
    }

    /** Shown to people beside our own words, so nothing in it may disturb those. */
    private static Optional<String> name(Json json) {
        Optional<Json> member = json.member("client_name");
        return member.isEmpty()
                ? Optional.of(UNNAMED)
                : member.flatMap(Json::string)
                        .map(String::strip)
                        .filter(text -> !text.isEmpty() && text.length() <= NAME_CHARS_MAX)
                        .filter(text -> text.codePoints().allMatch(ClientMetadata::isHarmless));
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static boolean includes(Json json, String name, String value) {
        return json.member(name).isEmpty()
                || strings(json, name).filter(values -> values.contains(value)).isPresent();
    }

    private static Optional<List<String>> strings(Json json, String name) {
        return json.member(name)
                .filter(Json::isArray)
                .map(Json::elements)
                .filter(all -> all.stream().allMatch(Json::isString))
                .map(all -> all.stream().flatMap(one -> one.string().stream()).toList());
    }

    private static Invalid invalid(String description) {
        return new Invalid("invalid_client_metadata", description);
    }
}
