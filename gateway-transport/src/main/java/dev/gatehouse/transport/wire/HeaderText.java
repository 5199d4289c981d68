package dev.gatehouse.transport.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Text in a header: plain ASCII, or {@code =?base64?…?=} around UTF-8 (2026-07-28 basic/transports/streamable-http). */
public final class HeaderText {
    private static final String OPEN = "=?base64?";
    private static final String CLOSE = "?=";

    private HeaderText() {}

    /** Empty when it has other characters, or the wrapping is there and what it wraps is no base64 of UTF-8. */
    public static Optional<String> decoded(String value) {
        if (!value.startsWith(OPEN) || !value.endsWith(CLOSE) || value.length() < OPEN.length() + CLOSE.length()) {
            return isPlain(value) ? Optional.of(value) : Optional.empty();
        }
        String wrapped = value.substring(OPEN.length(), value.length() - CLOSE.length());
        if (wrapped.length() % 4 != 0) {
            // Java would read it without its padding, which RFC 4648 §3.2 does not leave out.
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(wrapped);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** RFC 9110 5.5, without obs-text. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character != '\t' && (character < ' ' || character > '~')) {
                return false;
            }
        }
        return true;
    }
}
