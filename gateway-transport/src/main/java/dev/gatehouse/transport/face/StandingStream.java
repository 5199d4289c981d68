package dev.gatehouse.transport.face;

/**
 * The stream of changes of a legacy session, which a GET opens and a later GET takes over. Between two of them it goes
 * on gathering, so that a client which comes back in time has missed nothing.
 */
record StandingStream(SessionStream stream, ChangeWatch watch) implements AutoCloseable {

    /** Ends the response that carries it; another may take over. */
    void rest() {
        stream.rest();
    }

    @Override
    public void close() {
        watch.close();
        stream.forget();
    }
}
