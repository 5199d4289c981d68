package dev.gatehouse.transport.client.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Values that repeat a part of the body in a header (2026-07-28, basic/transports/streamable-http). */
final class HeaderValues {
    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderValues() {}

    /** The value as it is where a header can carry it unchanged, else its UTF-8 bytes in base64 between marks. */
    static String encode(String value) {
        return isPlain(value)
                ? value
                : BEGIN + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + END;
    }

    private static boolean isPlain(String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c < 0x20 || c >= 0x7F) {
                return false;
            }
        }
        return value.strip().equals(value) && !(value.startsWith(BEGIN) && value.endsWith(END));
    }
}
