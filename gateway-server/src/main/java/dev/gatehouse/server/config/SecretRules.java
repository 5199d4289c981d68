package dev.gatehouse.server.config;

import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.server.config.bind.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What makes a secret unacceptable. Every answer is a message without the secret; empty means acceptable. */
final class SecretRules {
    private static final Set<String> PLACEHOLDERS = Set.of(
            "admin",
            "change-me",
            "change_me",
            "changeit",
            "changeme",
            "default",
            "default-insecure-seed",
            "dummy",
            "example",
            "gatehouse",
            "insecure",
            "letmein",
            "master-key",
            "masterkey",
            "none",
            "null",
            "pass",
            "password",
            "postgres",
            "qwerty",
            "replace-me",
            "replaceme",
            "root",
            "secret",
            "test",
            "todo",
            "token",
            "xxx",
            "your-secret-here",
            "your-token-here",
            "0123456789abcdef0123456789abcdef",
            "00000000000000000000000000000000",
            "123456",
            "12345678");

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(auth|bearer|cookie|credential|passw|pwd|secret|session|signature|token|api[-_]?key|access[-_]?key"
                    + "|private[-_]?key|(^|[-_])(key|pass|pat)$).*");

    /** Beginnings that issuers give their tokens so that they can be found where they do not belong. */
    private static final List<String> TOKEN_STARTS = List.of(
            "AKIA",
            "AIza",
            "ghp_",
            "gho_",
            "ghs_",
            "github_pat_",
            "glpat-",
            "npm_",
            "sk-",
            "sk_live_",
            "xoxb-",
            "xoxp-",
            "-----BEGIN ");

    private SecretRules() {}

    static Optional<String> masterKey(Secret key) {
        return placeholder(key).or(() -> {
            try {
                MasterKey.parse(key.references().getFirst().toString(), key.reveal());
                return Optional.empty();
            } catch (MasterKeyException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        });
    }

    static Optional<String> placeholder(Secret secret) {
        return secret.references().stream()
                .filter(reference -> isPlaceholder(reference.reveal()))
                .map(reference -> reference + " holds a placeholder, not a secret")
                .findFirst();
    }

    /** For values that may be secret: one that is named or looks like a secret must come from a reference. */
    static Optional<String> named(String name, Secret value) {
        boolean looksSecret = SECRET_NAME.matcher(name).matches() || startsLikeToken(value.reveal());
        if (looksSecret && !value.isReferenced()) {
            return Optional.of("a secret written out (expected: a reference, ${env:NAME} or ${file:PATH})");
        }
        return looksSecret ? placeholder(value) : Optional.empty();
    }

    /** For values that are no secrets by their nature, such as arguments. */
    static Optional<String> written(Secret value) {
        return startsLikeToken(value.reveal()) && !value.isReferenced()
                ? Optional.of("looks like a token (expected: a reference, ${env:NAME} or ${file:PATH})")
                : Optional.empty();
    }

    private static boolean startsLikeToken(String value) {
        return TOKEN_STARTS.stream().anyMatch(value::startsWith);
    }

    private static boolean isPlaceholder(String value) {
        String plain = value.strip().toLowerCase(Locale.ROOT);
        return PLACEHOLDERS.contains(plain) || plain.matches("<.*>|x{3,}|\\*{3,}");
    }
}
