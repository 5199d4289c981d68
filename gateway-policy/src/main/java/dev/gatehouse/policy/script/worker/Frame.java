package dev.gatehouse.policy.script.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message to or from a worker: on the wire a length of four bytes, a kind of one byte, and the rest. The worker has the
 * same list of kinds and none of this code.
 */
record Frame(byte kind, ByteBuffer rest) {
    static final byte HELLO = 1;
    static final byte LOAD = 2;
    static final byte LOADED = 3;
    static final byte WRONG = 4;
    static final byte CALL = 5;
    static final byte ANSWER = 6;
    static final byte FAILED = 7;
    static final byte FETCH = 8;
    static final byte FETCHED = 9;
    static final byte DROP = 10;
    static final byte DROPPED = 11;

    /** What a worker never sends: stands for the end of what it sent. */
    static final Frame END = new Frame((byte) 0, ByteBuffer.allocate(0));

    static final int MAX_BYTES = 5 * 1024 * 1024;
    static final int HEAD_BYTES = 5;

    /** The whole message as it is written. */
    static ByteBuffer of(byte kind, byte[] rest, int... numbers) {
        int length = 1 + numbers.length * Integer.BYTES + rest.length;
        ByteBuffer message =
                ByteBuffer.allocate(Integer.BYTES + length).putInt(length).put(kind);
        for (int number : numbers) {
            message.putInt(number);
        }
        return message.put(rest).flip();
    }

    /** What is left of it. */
    byte[] bytes() {
        byte[] left = new byte[rest.remaining()];
        rest.get(left);
        return left;
    }

    /** What is left of it, as text; a worker is not trusted to send UTF-8. */
    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
