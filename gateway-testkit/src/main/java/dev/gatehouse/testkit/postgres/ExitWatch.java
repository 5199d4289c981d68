package dev.gatehouse.testkit.postgres;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * Ends a test server when the test JVM is gone, however it went. A shutdown hook would miss kill -9 and halt; the end
 * of this child's standard input misses neither.
 */
final class ExitWatch {

    private static final String SCRIPT = """
            trap '' INT HUP TERM
            cat > /dev/null
            if read -r pid rest 2> /dev/null < "$1/postmaster.pid"; then
              kill -CONT $(cat "/proc/$pid/task/$pid/children" 2> /dev/null) "$pid" 2> /dev/null
              kill -QUIT "$pid" 2> /dev/null
              tries=100
              while [ "$tries" -gt 0 ] && kill -0 "$pid" 2> /dev/null; do tries=$((tries - 1)); sleep 0.1; done
            fi
            rm -rf -- "$1"
            """;

    private ExitWatch() {}

    /** Watches over the server in {@code data}, which is deleted too. */
    static void over(Path data) throws IOException {
        new ProcessBuilder("sh", "-c", SCRIPT, "sh", data.toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
