package dev.gatehouse.transport.era;

import java.util.Optional;

/** The W3C trace context header, read for its shape only: {@code 00-<trace id>-<parent id>-<flags>}. */
public final class TraceParent {
    private static final int CHARS = 55;
    private static final int TRACE_FROM = 3;
    private static final int TRACE_TO = 35;
    private static final int PARENT_TO = 52;

    private TraceParent() {}

    /** The text itself when it has the shape; anything else is as good as absent. */
    public static Optional<String> checked(String text) {
        boolean shaped = text.length() == CHARS
                && text.startsWith("00-")
                && text.charAt(TRACE_TO) == '-'
                && text.charAt(PARENT_TO) == '-'
                && isHex(text, TRACE_FROM, TRACE_TO)
                && isHex(text, TRACE_TO + 1, PARENT_TO)
                && isHex(text, PARENT_TO + 1, CHARS)
                && !isZero(text, TRACE_FROM, TRACE_TO)
                && !isZero(text, TRACE_TO + 1, PARENT_TO);
        return shaped ? Optional.of(text) : Optional.empty();
    }

    /** The 32 hexadecimal digits all spans of a trace share. */
    public static String traceId(String checked) {
        return checked.substring(TRACE_FROM, TRACE_TO);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) != '0') {
                return false;
            }
        }
        return true;
    }
}
