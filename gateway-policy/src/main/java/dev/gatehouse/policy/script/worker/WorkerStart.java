package dev.gatehouse.policy.script.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts workers. Each connects to a socket of its own, in a directory that only this user may enter, and proves with a token
 * from its standard input that it is the one that was started. It inherits nothing of the environment.
 */
final class WorkerStart {
    private static final int TOKEN_BYTES = 32;
    private static final int SAID_CHARS_MAX = 500;

    private final WorkerSettings settings;
    private final WorkerDirectory place;
    private final ScheduledExecutorService guard;
    private final SecureRandom random = new SecureRandom();

    WorkerStart(WorkerSettings settings, WorkerDirectory place, ScheduledExecutorService guard) {
        this.settings = settings;
        this.place = place;
        this.guard = guard;
    }

    /**
     * For platform threads: starting a process holds the thread.
     *
     * @throws IOException when there is none that answers, with what it said last
     */
    Worker start(String name) throws IOException {
        Path directory = place.path();
        Path home = Files.createDirectory(directory.resolve(name));
        Path socket = directory.resolve(name + ".socket");
        Path said = directory.resolve(name + ".err");
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        String written = HexFormat.of().formatHex(token);
        try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(socket), 1);
            ProcessBuilder builder = new ProcessBuilder(WorkerCommand.of(settings, home, socket))
                    .directory(home.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(said.toFile());
            builder.environment().clear();
            Process process = builder.start();
            @Nullable Worker worker = null;
            try {
                worker = connected(door, process, name, written);
                return worker;
            } finally {
                if (worker == null) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + said(said), e);
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(said);
        }
    }

    private Worker connected(ServerSocketChannel door, Process process, String name, String token) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write((token + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        var _ = process.onExit().thenRun(() -> close(door));
        ScheduledFuture<?> late =
                guard.schedule(() -> close(door), WorkerSettings.START_MAX.toMillis(), TimeUnit.MILLISECONDS);
        Line line = new Line(accepted(door));
        late.cancel(false);
        Worker worker = new Worker(name, process, line, guard);
        if (!isHello(line, token)) {
            worker.kill();
            throw new IOException("the worker that connected did not say in time that it is one");
        }
        return worker;
    }

    private static SocketChannel accepted(ServerSocketChannel door) throws IOException {
        try {
            return door.accept();
        } catch (IOException e) {
            throw new IOException("the worker did not connect", e);
        }
    }

    private static boolean isHello(Line line, String token) {
        try {
            Frame hello = line.receive(WorkerSettings.START_MAX);
            return hello != null
                    && hello.kind() == Frame.HELLO
                    && MessageDigest.isEqual(hello.bytes(), token.getBytes(StandardCharsets.US_ASCII));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The last of what a process said that did not start. */
    private static String said(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            byte[] last = Arrays.copyOfRange(all, Math.max(0, all.length - SAID_CHARS_MAX), all.length);
            return last.length == 0 ? "" : ": " + new String(last, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        } catch (IOException _) {
            return "";
        }
    }

    private static void close(ServerSocketChannel door) {
        try {
            door.close();
        } catch (IOException _) {
            // Who waits at it learns that it is closed either way.
        }
    }
}
