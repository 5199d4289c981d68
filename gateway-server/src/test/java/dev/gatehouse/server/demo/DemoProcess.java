package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The demo server as a child of the test, spoken to over its pipes. */
final class DemoProcess implements AutoCloseable {
    private static final long EXIT_WAIT_MAX_SECONDS = 60;

    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;

    DemoProcess() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), DemoServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.getOutputStream();
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    DemoProcess say(String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    /** The next line it wrote. */
    Json heard() throws Exception {
        return Json.read(out.readLine());
    }

    Json ask(String line) throws Exception {
        return say(line).heard();
    }

    DemoProcess initialized() throws Exception {
        ask("""
                {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25"}}""");
        return this;
    }

    /** Ends its input and returns its exit status. */
    int end() throws Exception {
        in.close();
        if (!process.waitFor(EXIT_WAIT_MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after its input ended");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
