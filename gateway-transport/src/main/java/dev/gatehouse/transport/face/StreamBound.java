package dev.gatehouse.transport.face;

/** The bounds on streams and live sessions, each of which may keep somebody out. */
public enum StreamBound {
    /** Streams open without a call under way. */
    OPEN("too many streams are open"),
    OPEN_PER_PRINCIPAL("too many streams of this caller are open"),
    /** Legacy sessions with something live. */
    LIVE_SESSIONS("too many sessions are live"),
    LIVE_SESSIONS_PER_PRINCIPAL("too many sessions of this caller are live");

    private final String told;

    StreamBound(String told) {
        this.told = told;
    }

    /** What the client learns. */
    String told() {
        return told;
    }
}
