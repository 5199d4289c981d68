package dev.gatehouse.auth.bearer;

import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A JWS in compact serialization (RFC 7515 §7.1) with exactly the header that we write. Nothing a header could ask for
 * ({@code crit}, {@code jku}, {@code jwk}, {@code x5u}, {@code zip}, another algorithm) is ever looked at: a token that
 * has more than {@code alg}, {@code typ} and {@code kid} is not ours.
 *
 * @param keyId only ever a key of a map
 * @param signed the bytes the signature is over
 */
record CompactJws(String keyId, byte[] payload, byte[] signed, byte[] signature) {
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final int SIGNATURE_BYTES = 64;

    static Optional<CompactJws> parse(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        Optional<String> keyId = Base64Url.decode(token.substring(0, first)).flatMap(CompactJws::keyId);
        Optional<byte[]> payload = Base64Url.decode(token.substring(first + 1, second));
        Optional<byte[]> signature =
                Base64Url.decode(token.substring(second + 1)).filter(bytes -> bytes.length == SIGNATURE_BYTES);
        if (keyId.isEmpty() || payload.isEmpty() || signature.isEmpty()) {
            return Optional.empty();
        }
        byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
        return Optional.of(new CompactJws(keyId.get(), payload.get(), signed, signature.get()));
    }

    private static Optional<String> keyId(byte[] header) {
        try {
            Json json = Json.read(header);
            boolean ours = json.members().keySet().equals(HEADER)
                    && json.text("alg").filter("ES256"::equals).isPresent()
                    && json.text("typ").filter(AccessTokens.TYPE::equals).isPresent();
            return ours ? json.text("kid") : Optional.empty();
        } catch (JsonSyntaxException _) {
            return Optional.empty();
        }
    }
}
