package dev.gatehouse.worker;

/**
 * The kinds of messages, each a length of four bytes, a kind of one byte, and the rest. The gateway's side has the same list:
 * the two share no code, so that nothing of the gateway is in reach of a script.
 */
final class Frame {
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

    static final byte THREW = 1;
    static final byte TIMEOUT = 2;
    static final byte UNSETTLED = 3;
    static final byte ANSWER_TOO_LARGE = 4;
    static final byte NO_JSON = 5;

    static final int MAX_BYTES = 5 * 1024 * 1024;

    private Frame() {}
}
