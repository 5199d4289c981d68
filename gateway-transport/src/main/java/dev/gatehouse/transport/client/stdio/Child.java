package dev.gatehouse.transport.client.stdio;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * One running child: the leader of a process group and whatever it started.
 *
 * @param mark its marker's value, of this child alone
 */
record Child(Process process, String mark) {
    static final long STDIN_CLOSED_MAX_MILLIS = 2_000;
    static final long TERM_MAX_MILLIS = 3_000;
    private static final long KILL_MAX_MILLIS = 1_000;

    OutputStream stdin() {
        return process.getOutputStream();
    }

    InputStream stdout() {
        return process.getInputStream();
    }

    /**
     * Ends the child within about 6 s; it should have seen the end of its stdin before. Its group is killed even when
     * it left by itself, and so is who left the group: a grandchild may outlive both.
     */
    void stop() throws InterruptedException {
        try {
            if (!process.waitFor(STDIN_CLOSED_MAX_MILLIS, TimeUnit.MILLISECONDS)) {
                Signals.toGroup(process.pid(), Signals.TERM);
                process.waitFor(TERM_MAX_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            kill();
        }
        process.waitFor(KILL_MAX_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Kills the child and every descendant that can be found, at once. */
    void kill() {
        Signals.toGroup(process.pid(), Signals.KILL);
        // Until setsid has run there is no group yet.
        process.destroyForcibly();
        Leftovers.kill(mark::equals);
    }
}
