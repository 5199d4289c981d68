package dev.gatehouse.core.json;

/** Checks number literals. */
final class NumberScanner {
    private final Source source;
    private final byte[] in;
    private final int end;

    NumberScanner(Source source) {
        this.source = source;
        this.in = source.in;
        this.end = source.end;
    }

    /** Passes the number that begins at {@code from}; returns the place after it. */
    int pass(int from) throws JsonSyntaxException {
        int at = in[from] == '-' ? from + 1 : from;
        at = holds(at, '0') ? at + 1 : passDigits(at);
        if (holds(at, '.')) {
            at = passDigits(at + 1);
        }
        if (holds(at, 'e') || holds(at, 'E')) {
            at++;
            at = passDigits(holds(at, '+') || holds(at, '-') ? at + 1 : at);
        }
        if (at - from > JsonLimits.NUMBER_MAX_BYTES) {
            throw source.fault(Fault.NUMBER_LIMIT, from);
        }
        return at;
    }

    private boolean holds(int at, char wanted) {
        return at < end && in[at] == wanted;
    }

    /** Passes at least one digit. */
    private int passDigits(int from) throws JsonSyntaxException {
        int at = from;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw source.fault(from == end ? Fault.UNEXPECTED_END : Fault.INVALID_NUMBER, from);
        }
        return at;
    }
}
