package dev.gatehouse.core.json;

/**
 * Walks the members of an object or the elements of an array, without a map or a list of them. For one thread. They were
 * checked when they were read, so it checks nothing.
 */
public final class Cursor {
    private final byte[] in;
    private final boolean named;
    private int at;
    private int nameFrom;
    private int nameTo;
    private int valueFrom;
    private int valueTo;

    /** Starts before the first member or element. */
    Cursor(Json container) {
        in = container.in;
        named = container.isObject();
        at = container.from + 1;
    }

    /** Steps on to the next member or element; false after the last. */
    public boolean next() {
        skipWhitespace();
        if (in[at] == ',') {
            at++;
            skipWhitespace();
        } else if (in[at] == '}' || in[at] == ']') {
            return false;
        }
        if (named) {
            nameFrom = at + 1;
            at = afterString(in, at);
            nameTo = at - 1;
            skipWhitespace();
            at++;
            skipWhitespace();
        }
        valueFrom = at;
        at = afterValue(in, at);
        valueTo = at;
        return true;
    }

    /** Whether the current member has this name, escapes undone. */
    public boolean isNamed(String name) {
        return StringDecoder.matches(in, nameFrom, nameTo, name);
    }

    /** The current member's name, escapes undone. */
    public String name() {
        return StringDecoder.decode(in, nameFrom, nameTo);
    }

    /** The current member's value, or the current element. */
    public Json value() {
        return new Json(in, valueFrom, valueTo);
    }

    /** Where the current member begins, with the quote of its name. */
    int from() {
        return nameFrom - 1;
    }

    int valueTo() {
        return valueTo;
    }

    private void skipWhitespace() {
        while (in[at] <= ' ') {
            at++;
        }
    }

    private static int afterValue(byte[] in, int from) {
        return switch (in[from]) {
            case '"' -> afterString(in, from);
            case '{', '[' -> afterContainer(in, from);
            default -> afterScalar(in, from);
        };
    }

    private static int afterString(byte[] in, int from) {
        int at = Text.skipToMark(in, from + 1, in.length);
        while (in[at] == '\\') {
            at = Text.skipToMark(in, at + 2, in.length);
        }
        return at + 1;
    }

    private static int afterContainer(byte[] in, int from) {
        int open = 0;
        int at = from;
        do {
            switch (in[at]) {
                case '{', '[' -> open++;
                case '}', ']' -> open--;
                case '"' -> at = afterString(in, at) - 1;
                default -> {}
            }
            at++;
        } while (open > 0);
        return at;
    }

    /** Inside a container something always follows a scalar. */
    private static int afterScalar(byte[] in, int from) {
        int at = from;
        while (in[at] > ' ' && in[at] != ',' && in[at] != '}' && in[at] != ']') {
            at++;
        }
        return at;
    }
}
