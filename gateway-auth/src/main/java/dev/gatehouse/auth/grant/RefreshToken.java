package dev.gatehouse.auth.grant;

import dev.gatehouse.auth.keys.Base64Url;
import java.util.Arrays;
import java.util.Optional;

/**
 * A refresh token: a selector that stays with its grant, and 256 random bits that change with every use. The selector finds
 * the grant of a token that was replaced long ago without keeping all of them.
 *
 * @param selector known to nobody who never saw a refresh token of that grant
 */
record RefreshToken(byte[] selector, String text) {
    private static final String PREFIX = "ghr_";
    private static final int SELECTOR_BYTES = 16;
    private static final int BYTES = SELECTOR_BYTES + 32;

    static RefreshToken first() {
        return with(Token256.randomBytes(SELECTOR_BYTES));
    }

    RefreshToken next() {
        return with(selector);
    }

    private static RefreshToken with(byte[] selector) {
        byte[] bytes = Arrays.copyOf(selector, BYTES);
        byte[] fresh = Token256.randomBytes(BYTES - SELECTOR_BYTES);
        System.arraycopy(fresh, 0, bytes, SELECTOR_BYTES, fresh.length);
        return new RefreshToken(selector, PREFIX + Base64Url.encode(bytes));
    }

    static Optional<RefreshToken> parse(String text) {
        return text.startsWith(PREFIX)
                ? Base64Url.decode(text.substring(PREFIX.length()))
                        .filter(bytes -> bytes.length == BYTES)
                        .map(bytes -> new RefreshToken(Arrays.copyOf(bytes, SELECTOR_BYTES), text))
                : Optional.empty();
    }

    byte[] sha256() {
        return Token256.sha256(text);
    }

    @Override
    public String toString() {
        return "RefreshToken[hidden]";
    }
}
