package dev.gatehouse.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another gateway process, which a test may kill. It starts the server, says so, and stops it when told. */
final class GatewayJvm implements AutoCloseable {

    private static final String READY = "ready";
    private static final int EXIT_SECONDS_MAX = 60;

    private final Process process;
    private final BufferedReader output;
    private final String firstLine;

    private GatewayJvm(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.firstLine = String.valueOf(output.readLine());
    }

    static GatewayJvm start(Path home) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), home);
    }

    /** {@code prefix} runs the JVM's command line, as another user for example. */
    static GatewayJvm start(List<String> prefix, String classPath, Path home) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(java(), "-Xmx48m", "-cp", classPath, GatewayJvm.class.getName(), home.toString()));
        return new GatewayJvm(new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    GatewayJvm requireReady() {
        assertThat(firstLine).isEqualTo(READY);
        return this;
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void stop() throws IOException, InterruptedException {
        try (Writer input = process.outputWriter(StandardCharsets.UTF_8)) {
            input.write("stop\n");
        }
        assertThat(process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }

    public static void main(String[] args) throws Exception {
        PrintStream answer = System.out;
        System.setOut(System.err);
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(Path.of(args[0]))) {
            answer.println(READY);
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(1);
            }
        } catch (PostgresFailedException e) {
            answer.println(e.getMessage());
        }
    }
}
