package dev.gatehouse.testkit.conformance;

import dev.gatehouse.testkit.npm.NpmProject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The suite's own upstream over HTTP, in a process that ends with this one. */
public final class Fixture implements AutoCloseable {
    private static final String SCRIPT = "fixture/fixture.mjs";
    private static final int STOP_SECONDS_MAX = 10;

    private final Process process;
    private final String url;

    private Fixture(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** The command that runs it as a child on stdin and stdout. */
    public static List<String> command(NpmProject npm, UpstreamKind kind) {
        return List.of(
                npm.program(), npm.home().resolve(SCRIPT).toString(), "--era", kind.era, "--transport", kind.transport);
    }

    /** Starts one that listens; what it complains of goes to {@code log}. */
    public static Fixture start(NpmProject npm, UpstreamKind kind, Path log) throws IOException {
        Process process = new ProcessBuilder(command(npm, kind))
                .redirectError(log.toFile())
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String url = out.readLine();
        if (url == null) {
            throw new IOException("the fixture did not start, see " + log);
        }
        return new Fixture(process, url);
    }

    public String url() {
        return url;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
