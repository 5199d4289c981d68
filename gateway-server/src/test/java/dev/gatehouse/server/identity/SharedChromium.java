package dev.gatehouse.server.identity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.testkit.browser.Chromium;
import dev.gatehouse.testkit.browser.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** One browser for all tests of this JVM, with which it ends; skips the test, and says so, where there is none. */
final class SharedChromium {
    private SharedChromium() {}

    /** With cookies of its own. */
    static Window window() throws InterruptedException {
        Optional<String> missing = Chromium.missing();
        missing.ifPresent(System.out::println);
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        return Running.INSTANCE.window();
    }

    private static final class Running {
        static final Chromium INSTANCE = start();

        private static Chromium start() {
            try {
                // Its driver ends with this process: nobody has orders any more.
                return Chromium.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while starting a browser", e);
            }
        }
    }
}
