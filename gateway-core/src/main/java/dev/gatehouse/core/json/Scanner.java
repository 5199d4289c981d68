package dev.gatehouse.core.json;

import java.util.Objects;

/** The strict reader (RFC 8259, RFC 3629): one pass over the bytes, no object per token, recursion bounded by depth. */
final class Scanner {
    private final byte[] in;
    private final int start;
    private final int end;
    private final OpenNames names;
    private int at;
    private int tokens;

    private Scanner(byte[] in, int start, int end) {
        this.in = in;
        this.start = start;
        this.end = end;
        this.at = start;
        this.names = new OpenNames(in);
    }

    static Json read(byte[] in, int offset, int length) throws JsonSyntaxException {
        Objects.checkFromIndexSize(offset, length, in.length);
        return new Scanner(in, offset, offset + length).document();
    }

    private Json document() throws JsonSyntaxException {
        if (end - at >= 3 && in[at] == (byte) 0xEF && in[at + 1] == (byte) 0xBB && in[at + 2] == (byte) 0xBF) {
            throw fault(Fault.BYTE_ORDER_MARK, at);
        }
        skipWhitespace();
        int from = at;
        value(0);
        int to = at;
        skipWhitespace();
        if (at != end) {
            throw fault(Fault.TRAILING_DATA, at);
        }
        return new Json(in, from, to);
    }

    private void value(int depth) throws JsonSyntaxException {
        countToken();
        switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw fault(Fault.UNEXPECTED_BYTE, at);
        }
    }

    private void object(int depth) throws JsonSyntaxException {
        enter(depth);
        if (peek() == '}') {
            at++;
            return;
        }
        int outer = names.open();
        do {
            skipWhitespace();
            name();
            skipWhitespace();
            expect(':');
            skipWhitespace();
            value(depth);
        } while (another('}'));
        names.close(outer);
    }

    private void array(int depth) throws JsonSyntaxException {
        enter(depth);
        if (peek() == ']') {
            at++;
            return;
        }
        do {
            skipWhitespace();
            value(depth);
        } while (another(']'));
    }

    private void enter(int depth) throws JsonSyntaxException {
        if (depth > JsonLimits.DEPTH_MAX) {
            throw fault(Fault.DEPTH_LIMIT, at);
        }
        at++;
        skipWhitespace();
    }

    /** Passes a comma (true) or the closing bracket (false). */
    private boolean another(char close) throws JsonSyntaxException {
        skipWhitespace();
        byte found = peek();
        if (found != ',' && found != close) {
            throw fault(Fault.UNEXPECTED_BYTE, at);
        }
        at++;
        return found == ',';
    }

    private void name() throws JsonSyntaxException {
        if (peek() != '"') {
            throw fault(Fault.UNEXPECTED_BYTE, at);
        }
        countToken();
        int from = at + 1;
        boolean escaped = string();
        int to = at - 1;
        if (to - from > JsonLimits.NAME_MAX_BYTES) {
            throw fault(Fault.NAME_LIMIT, from - 1);
        }
        if (!names.add(from, to, escaped)) {
            throw fault(Fault.DUPLICATE_KEY, from - 1);
        }
    }

    /** Passes a string, quotes included; true when it has an escape in it. */
    private boolean string() throws JsonSyntaxException {
        boolean escaped = false;
        int place = at + 1;
        while (true) {
            place = Text.skipPlain(in, place, end);
            if (place == end) {
                throw fault(Fault.UNEXPECTED_END, end);
            }
            byte found = in[place];
            if (found == '"') {
                at = place + 1;
                return escaped;
            }
            if (found == '\\') {
                escaped = true;
                place = escape(place);
            } else {
                place = nonAscii(place);
            }
        }
    }

    private int nonAscii(int from) throws JsonSyntaxException {
        if (in[from] >= 0) {
            throw fault(Fault.CONTROL_CHARACTER, from);
        }
        int place = from;
        while (place < end && in[place] < 0) {
            int length = Text.sequenceLength(in, place, end);
            if (length == 0) {
                throw fault(Fault.INVALID_UTF8, place);
            }
            place += length;
        }
        return place;
    }

    /** Checks the escape at a backslash; a surrogate pair of two escapes is one. */
    private int escape(int backslash) throws JsonSyntaxException {
        if (backslash + 1 == end) {
            throw fault(Fault.UNEXPECTED_END, end);
        }
        return switch (in[backslash + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
            case 'u' -> unicodeEscape(backslash);
            default -> throw fault(Fault.INVALID_ESCAPE, backslash);
        };
    }

    private int unicodeEscape(int backslash) throws JsonSyntaxException {
        int unit = codeUnit(backslash);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return backslash + 6;
        }
        boolean followed = end - backslash >= 12 && in[backslash + 6] == '\\' && in[backslash + 7] == 'u';
        if (unit > Character.MAX_HIGH_SURROGATE || !followed || (codeUnit(backslash + 6) & 0xFC00) != 0xDC00) {
            throw fault(Fault.LONE_SURROGATE, backslash);
        }
        return backslash + 12;
    }

    private int codeUnit(int backslash) throws JsonSyntaxException {
        if (end - backslash < 6) {
            throw fault(Fault.UNEXPECTED_END, end);
        }
        int unit = StringDecoder.hex4(in, backslash + 2);
        if (unit < 0) {
            throw fault(Fault.INVALID_ESCAPE, backslash);
        }
        return unit;
    }

    private void number() throws JsonSyntaxException {
        int from = at;
        int place = in[at] == '-' ? at + 1 : at;
        place = place < end && in[place] == '0' ? place + 1 : digits(place);
        if (place < end && in[place] == '.') {
            place = digits(place + 1);
        }
        if (place < end && (in[place] == 'e' || in[place] == 'E')) {
            boolean signed = place + 1 < end && (in[place + 1] == '+' || in[place + 1] == '-');
            place = digits(signed ? place + 2 : place + 1);
        }
        if (place - from > JsonLimits.NUMBER_MAX_BYTES) {
            throw fault(Fault.NUMBER_LIMIT, from);
        }
        at = place;
    }

    /** Passes at least one digit. */
    private int digits(int from) throws JsonSyntaxException {
        int place = from;
        while (place < end && in[place] >= '0' && in[place] <= '9') {
            place++;
        }
        if (place == from) {
            throw fault(from == end ? Fault.UNEXPECTED_END : Fault.INVALID_NUMBER, from);
        }
        return place;
    }

    private void literal(String word) throws JsonSyntaxException {
        for (int i = 0; i < word.length(); i++) {
            if (at + i == end || in[at + i] != word.charAt(i)) {
                throw fault(Fault.INVALID_LITERAL, at);
            }
        }
        at += word.length();
    }

    private void expect(char wanted) throws JsonSyntaxException {
        if (peek() != wanted) {
            throw fault(Fault.UNEXPECTED_BYTE, at);
        }
        at++;
    }

    private byte peek() throws JsonSyntaxException {
        if (at == end) {
            throw fault(Fault.UNEXPECTED_END, end);
        }
        return in[at];
    }

    private void skipWhitespace() {
        while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private void countToken() throws JsonSyntaxException {
        if (++tokens > JsonLimits.TOKENS_MAX) {
            throw fault(Fault.TOKEN_LIMIT, at);
        }
    }

    private JsonSyntaxException fault(Fault fault, int place) {
        return new JsonSyntaxException(fault, place - start);
    }
}
