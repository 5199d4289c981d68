package dev.gatehouse.server.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exception and its causes as lines, bounded, with their messages made harmless. */
final class StackText {
    static final int CAUSES_MAX = 8;
    static final int FRAMES_MAX = 60;

    private StackText() {}

    static List<String> of(@Nullable IThrowableProxy thrown) {
        List<String> lines = new ArrayList<>();
        String lead = "";
        IThrowableProxy next = thrown;
        for (int depth = 0; next != null && depth < CAUSES_MAX; depth++) {
            lines.add(lead + next.getClassName() + ": " + OneLine.of(next.getMessage()));
            addFrames(lines, next);
            next = next.getCause();
            lead = "Caused by: ";
        }
        return lines;
    }

    /** Frames shared with the exception above are left out, as Java's own printing does. */
    private static void addFrames(List<String> lines, IThrowableProxy thrown) {
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int shown = Math.min(FRAMES_MAX, frames.length - thrown.getCommonFrames());
        for (int i = 0; i < shown; i++) {
            lines.add("  " + OneLine.of(frames[i].getSTEAsString()));
        }
        if (shown < frames.length) {
            lines.add("  ... " + (frames.length - shown) + " more");
        }
    }
}
