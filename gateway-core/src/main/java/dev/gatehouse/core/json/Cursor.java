package dev.gatehouse.core.json;

/** Walks the members of an object or the elements of an array that was checked before, and so checks nothing. */
final class Cursor {
    private final byte[] in;
    private final boolean named;
    private int at;

    /** The current member's name, between its quotes, and the current value: offsets into the bytes walked. */
    int nameFrom;

    int nameTo;
    int valueFrom;
    int valueTo;

    /** Starts before the first member or element of the object or array that begins at {@code from}. */
    Cursor(byte[] in, int from) {
        this.in = in;
        this.named = in[from] == '{';
        this.at = from + 1;
    }

    boolean next() {
        skipTo();
        if (in[at] == ',') {
            at++;
            skipTo();
        } else if (in[at] == '}' || in[at] == ']') {
            return false;
        }
        if (named) {
            nameFrom = at + 1;
            at = afterString(in, at);
            nameTo = at - 1;
            skipTo();
            at++;
            skipTo();
        }
        valueFrom = at;
        at = afterValue(in, at);
        valueTo = at;
        return true;
    }

    private void skipTo() {
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
        int at = from + 1;
        while (in[at] != '"') {
            at += in[at] == '\\' ? 2 : 1;
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
