package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts PostgreSQL's programs: with the right user, an environment that holds nothing of ours, and out of our tty. */
record Programs(Path home, Binaries binaries, Privileges privileges) {

    private static final Duration RUN_MAX = Duration.ofMinutes(2);
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "TZ", "UTC");

    /** A program of its own session, so that Ctrl-C in the gateway's terminal does not reach it. */
    Process start(int uid, String program, List<String> arguments) throws IOException {
        List<String> direct =
                new ArrayList<>(List.of("setsid", binaries.program(program).toString()));
        direct.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(privileges.command(uid, direct));
        builder.directory(home.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    /** Runs a program to its end. */
    void run(int uid, String program, List<String> arguments, String input)
            throws IOException, InterruptedException, PostgresFailedException {
        Process process = start(uid, program, arguments);
        ProgramOutput output = new ProgramOutput(process);
        try (Writer writer = process.outputWriter(StandardCharsets.US_ASCII)) {
            writer.write(input);
        }
        if (!process.waitFor(RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw failed(program + " did not end within " + RUN_MAX.toSeconds() + " s: " + output.recent());
        }
        if (process.exitValue() != 0) {
            throw failed(program + " failed: " + output.tail());
        }
    }

    private PostgresFailedException failed(String problem) {
        return new PostgresFailedException(
                problem, home, "Check free disk space and permissions, or name a PostgreSQL server with database.url");
    }
}
