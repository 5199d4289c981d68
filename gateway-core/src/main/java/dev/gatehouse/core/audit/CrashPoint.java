package dev.gatehouse.core.audit;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Places on the way of a call where the crash tests kill the process to see what survives. Inert unless the JVM was
 * started with {@code -Dgatehouse.crashAt=POINT[:n]}, e.g. {@code after-sync:3} for the third time that point is reached.
 */
public enum CrashPoint {
    BEFORE_INTENT_WRITE,
    AFTER_INTENT_WRITE,
    BEFORE_UPSTREAM_SEND,
    AFTER_UPSTREAM_SEND,
    AFTER_REPLY,
    BEFORE_OUTCOME_WRITE,
    AFTER_OUTCOME_WRITE,
    BEFORE_SYNC,
    AFTER_SYNC,
    BEFORE_LAST_BYTE,
    AT_SEGMENT_ROLL,
    BEFORE_SHIP_COMMIT,
    AFTER_SHIP_COMMIT;

    public static final String PROPERTY = "gatehouse.crashAt";
    /** What a shell reports for a process that was killed: 128 + SIGKILL. */
    public static final int EXIT_CODE = 137;

    private static final @Nullable Armed ARMED = Armed.from(System.getProperty(PROPERTY, ""));

    /** Ends the process here without a goodbye when this point is the armed one. */
    public void reached() {
        if (ARMED != null && ARMED.point == this && ARMED.left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** The name on the command line: {@code before-intent-write}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Armed(CrashPoint point, AtomicInteger left) {

        /** An unknown point is an error, so that a test cannot pass because of a typing mistake. */
        static @Nullable Armed from(String property) {
            if (property.isEmpty()) {
                return null;
            }
            String[] parts = property.split(":", 2);
            CrashPoint point =
                    CrashPoint.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_'));
            return new Armed(point, new AtomicInteger(parts.length > 1 ? Integer.parseInt(parts[1]) : 1));
        }
    }
}
