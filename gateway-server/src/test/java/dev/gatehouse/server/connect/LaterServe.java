package dev.gatehouse.server.connect;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Runs a gateway as {@code serve} does, by a clock that a test can put forward: once, to after each token's end. */
final class LaterServe {
    /** More than tokens of a minute live, the leeway included. */
    private static final Duration LATER = Duration.ofMinutes(2);

    private LaterServe() {}

    static void putForward(Path config) throws IOException {
        Files.createFile(flag(config));
    }

    private static Path flag(Path config) {
        return config.resolveSibling("later");
    }

    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[2]);
        Path flag = flag(config);
        Clocks clocks =
                new Clocks(() -> Files.exists(flag) ? Instant.now().plus(LATER) : Instant.now(), Clocks.SYSTEM.nanos());
        Loaded.Valid loaded = (Loaded.Valid) ConfigFile.load(config, Secrets.ofProcess());
        Gateway.start(config, loaded, clocks).runUntilStopped();
    }
}
