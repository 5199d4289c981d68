package dev.gatehouse.core.json;

import java.util.Objects;

/** The strict reader (RFC 8259, RFC 3629): one pass over the bytes, no object per token, recursion bounded by depth. */
final class Scanner {
    private final Source source;
    private final byte[] in;
    private final int end;
    private final StringScanner strings;
    private final NumberScanner numbers;
    private final OpenNames names;
    private int at;
    private int tokens;

    private Scanner(Source source) {
        this.source = source;
        this.in = source.in;
        this.end = source.end;
        this.strings = new StringScanner(source);
        this.numbers = new NumberScanner(source);
        this.names = new OpenNames(source.in);
        this.at = source.start;
    }

    static Json read(byte[] in, int offset, int length) throws JsonSyntaxException {
        Objects.checkFromIndexSize(offset, length, in.length);
        return new Scanner(new Source(in, offset, offset + length)).document();
    }

    private Json document() throws JsonSyntaxException {
        if (end - at >= 3 && in[at] == (byte) 0xEF && in[at + 1] == (byte) 0xBB && in[at + 2] == (byte) 0xBF) {
            throw source.fault(Fault.BYTE_ORDER_MARK, at);
        }
        skipWhitespace();
        int from = at;
        value(0);
        int to = at;
        skipWhitespace();
        if (at != end) {
            throw source.fault(Fault.TRAILING_DATA, at);
        }
        return new Json(in, from, to);
    }

    private void value(int depth) throws JsonSyntaxException {
        countToken();
        switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> at = strings.pass(at);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> at = numbers.pass(at);
            default -> throw source.fault(Fault.UNEXPECTED_BYTE, at);
        }
    }

    private void object(int depth) throws JsonSyntaxException {
        if (isEmpty(depth, '}')) {
            return;
        }
        int outer = names.open();
        do {
            name();
            skipWhitespace();
            if (peek() != ':') {
                throw source.fault(Fault.UNEXPECTED_BYTE, at);
            }
            at++;
            skipWhitespace();
            value(depth);
        } while (another('}'));
        names.close(outer);
    }

    private void array(int depth) throws JsonSyntaxException {
        if (isEmpty(depth, ']')) {
            return;
        }
        do {
            value(depth);
        } while (another(']'));
    }

    /** Passes the opening bracket, and the closing one when nothing is between them. */
    private boolean isEmpty(int depth, char close) throws JsonSyntaxException {
        if (depth > JsonLimits.DEPTH_MAX) {
            throw source.fault(Fault.DEPTH_LIMIT, at);
        }
        at++;
        skipWhitespace();
        if (peek() != close) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes a comma (true) or the closing bracket (false). */
    private boolean another(char close) throws JsonSyntaxException {
        skipWhitespace();
        byte found = peek();
        if (found != ',' && found != close) {
            throw source.fault(Fault.UNEXPECTED_BYTE, at);
        }
        at++;
        if (found == close) {
            return false;
        }
        skipWhitespace();
        return true;
    }

    private void name() throws JsonSyntaxException {
        countToken();
        if (peek() != '"') {
            throw source.fault(Fault.UNEXPECTED_BYTE, at);
        }
        int quote = at;
        at = strings.pass(quote);
        if (at - quote - 2 > JsonLimits.NAME_MAX_BYTES) {
            throw source.fault(Fault.NAME_LIMIT, quote);
        }
        if (!names.add(quote + 1, at - 1, strings.escaped())) {
            throw source.fault(Fault.DUPLICATE_KEY, quote);
        }
    }

    private void literal(String word) throws JsonSyntaxException {
        for (int i = 0; i < word.length(); i++) {
            if (at + i == end) {
                throw source.fault(Fault.UNEXPECTED_END, end);
            }
            if (in[at + i] != word.charAt(i)) {
                throw source.fault(Fault.INVALID_LITERAL, at);
            }
        }
        at += word.length();
    }

    private byte peek() throws JsonSyntaxException {
        if (at == end) {
            throw source.fault(Fault.UNEXPECTED_END, end);
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
            throw source.fault(Fault.TOKEN_LIMIT, at);
        }
    }
}
