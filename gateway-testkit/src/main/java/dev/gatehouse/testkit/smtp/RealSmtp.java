package dev.gatehouse.testkit.smtp;

import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.tls.PemFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that others wrote, in a process of its own: it wants TLS, and a login after that. Needs Node.js. */
public final class RealSmtp implements AutoCloseable {
    public static final String USER = "ops";
    public static final String PASSWORD = "mail-pass-4711";

    private static final String PORT = "port ";

    private final Process process;
    private final int port;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private RealSmtp(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param mode {@code starttls} or {@code tls} */
    public static RealSmtp start(String mode, PemFiles certificate) throws IOException, InterruptedException {
        Process process = NpmProject.smtp()
                .node(
                        "smtp.mjs",
                        mode,
                        certificate.key().toString(),
                        certificate.certificate().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        if (line == null || !line.startsWith(PORT)) {
            process.destroyForcibly();
            throw new IOException("the mail server did not start: " + line);
        }
        RealSmtp server = new RealSmtp(process, Integer.parseInt(line.substring(PORT.length())));
        Thread.ofPlatform().daemon().name("real-smtp").start(() -> said.lines().forEach(server.messages::add));
        return server;
    }

    public int port() {
        return port;
    }

    /** What it took, each as JSON: {@code user}, {@code secure}, {@code from}, {@code to} and {@code data}. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
