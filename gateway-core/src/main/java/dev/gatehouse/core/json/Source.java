package dev.gatehouse.core.json;

/** The part of an array that one document is read from. */
final class Source {
    final byte[] in;
    final int start;
    final int end;

    Source(byte[] in, int start, int end) {
        this.in = in;
        this.start = start;
        this.end = end;
    }

    JsonSyntaxException fault(Fault fault, int at) {
        return new JsonSyntaxException(fault, at - start);
    }
}
