package dev.gatehouse.server.postgres;

import java.io.IOException;

/** The two ways to end a PostgreSQL server, which Java's own terminate signal is not one of. */
enum Signals {
    /** Rolls back what is open, ends every session, writes a checkpoint. */
    FAST_STOP("INT"),
    /** Ends at once; the next start recovers from the log. */
    IMMEDIATE_STOP("QUIT");

    private final String name;

    Signals(String name) {
        this.name = name;
    }

    /** A process that has just gone is no error. */
    void send(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid + " 2>/dev/null")
                .start()
                .waitFor();
    }
}
