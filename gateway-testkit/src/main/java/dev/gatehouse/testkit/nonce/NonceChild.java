package dev.gatehouse.testkit.nonce;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The nonce server of 2025-11-25 on standard input and output, in a process of its own. */
public final class NonceChild {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final ReentrantLock lock = new ReentrantLock();

    private NonceChild() {}

    /** The program and its arguments. */
    public static List<String> command(String scheme, long seed) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NonceChild.class.getName(),
                scheme,
                Long.toString(seed));
    }

    public static void main(String[] arguments) throws IOException, JsonSyntaxException {
        NonceServer nonces = new NonceServer(arguments[0], false, Long.parseLong(arguments[1]), Mischief.none());
        new NonceChild().serve(nonces);
    }

    private void serve(NonceServer nonces) throws IOException, JsonSyntaxException {
        nonces.attach(this::send);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Json message = Json.read(line);
            Thread.startVirtualThread(() -> {
                try {
                    nonces.accept(message, this::send);
                } catch (IOException e) {
                    // Nobody reads any more; the end of the input ends this process.
                }
            });
        }
    }

    private void send(Json message) throws IOException {
        lock.lock();
        try {
            out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        } finally {
            lock.unlock();
        }
    }
}
