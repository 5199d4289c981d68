package dev.gatehouse.core.json;

/** Checks strings: escapes, surrogate pairs, control characters, UTF-8. */
final class StringScanner {
    private static final int UNICODE_ESCAPE_BYTES = 6;

    private final Source source;
    private final byte[] in;
    private final int end;
    private boolean escaped;

    StringScanner(Source source) {
        this.source = source;
        this.in = source.in;
        this.end = source.end;
    }

    /** Whether the string passed last had an escape in it. */
    boolean escaped() {
        return escaped;
    }

    /** Passes the string that begins with the quote at {@code quote}; returns the place after its closing quote. */
    int pass(int quote) throws JsonSyntaxException {
        escaped = false;
        int at = quote + 1;
        while (true) {
            at = Text.skipPlain(in, at, end);
            if (at == end) {
                throw source.fault(Fault.UNEXPECTED_END, end);
            }
            byte found = in[at];
            if (found == '"') {
                return at + 1;
            }
            if (found < 0) {
                at = passNonAscii(at);
            } else if (found == '\\') {
                escaped = true;
                at = passEscape(at);
            } else {
                throw source.fault(Fault.CONTROL_CHARACTER, at);
            }
        }
    }

    private int passNonAscii(int from) throws JsonSyntaxException {
        int at = from;
        while (at < end && in[at] < 0) {
            int length = Text.sequenceLength(in, at, end);
            if (length == 0) {
                throw source.fault(Fault.INVALID_UTF8, at);
            }
            at += length;
        }
        return at;
    }

    private int passEscape(int backslash) throws JsonSyntaxException {
        if (backslash + 1 == end) {
            throw source.fault(Fault.UNEXPECTED_END, end);
        }
        return switch (in[backslash + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
            case 'u' -> passUnicodeEscape(backslash);
            default -> throw source.fault(Fault.INVALID_ESCAPE, backslash);
        };
    }

    /** Two escapes that make a surrogate pair are passed together; half a pair is refused. */
    private int passUnicodeEscape(int backslash) throws JsonSyntaxException {
        int unit = codeUnit(backslash);
        int next = backslash + UNICODE_ESCAPE_BYTES;
        if (!Character.isSurrogate((char) unit)) {
            return next;
        }
        boolean followed = next + 1 < end && in[next] == '\\' && in[next + 1] == 'u';
        if (Character.isLowSurrogate((char) unit) || !followed || !Character.isLowSurrogate((char) codeUnit(next))) {
            throw source.fault(Fault.LONE_SURROGATE, backslash);
        }
        return next + UNICODE_ESCAPE_BYTES;
    }

    private int codeUnit(int backslash) throws JsonSyntaxException {
        if (end - backslash < UNICODE_ESCAPE_BYTES) {
            throw source.fault(Fault.UNEXPECTED_END, end);
        }
        int unit = Text.hex4(in, backslash + 2);
        if (unit < 0) {
            throw source.fault(Fault.INVALID_ESCAPE, backslash);
        }
        return unit;
    }
}
