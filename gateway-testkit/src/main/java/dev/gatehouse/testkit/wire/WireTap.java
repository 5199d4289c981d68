package dev.gatehouse.testkit.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A port on loopback that forwards to others and writes both directions to a file, chunk by chunk. */
public final class WireTap implements AutoCloseable {
    private static final long LOG_BYTES_MAX = 64L << 20;
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int BACKLOG = 256;

    private final ServerSocket listener;
    private final OutputStream log;
    private final ExecutorService pumps = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("wire-tap-", 0).factory());
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int target;
    private long left = LOG_BYTES_MAX;

    private WireTap(ServerSocket listener, OutputStream log, int target) {
        this.listener = listener;
        this.log = log;
        this.target = target;
    }

    /** Listens on a port of its own and forwards to {@code port}; nothing need listen there yet. */
    public static WireTap before(int port, Path log) throws IOException {
        ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        WireTap tap = new WireTap(listener, Files.newOutputStream(log), port);
        tap.pumps.execute(tap::accept);
        return tap;
    }

    /** Connections from now on are forwarded there, as by a balancer; those that are open stay. */
    public void leadTo(int port) {
        target = port;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                int port = target;
                pumps.execute(() -> forward(client, port));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void forward(Socket client, int port) {
        String name = "#" + connections.incrementAndGet();
        try (client;
                Socket server = new Socket()) {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var back = pumps.submit(() -> pump(server, client, name + " <<"));
            pump(client, server, name + " >>");
            back.get();
        } catch (Exception e) {
            write(name + " ended by " + e, new byte[0], 0);
        }
    }

    /** Copies until an end; the end is passed on, and the other direction goes on without this one. */
    private boolean pump(Socket from, Socket to, String name) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                write(name, chunk, count);
                to.getOutputStream().write(chunk, 0, count);
            }
            write(name + " end", chunk, 0);
            to.shutdownOutput();
            return true;
        } catch (IOException e) {
            write(name + " broken: " + e.getMessage(), chunk, 0);
            closeBoth(from, to);
            return false;
        }
    }

    private static void closeBoth(Socket one, Socket other) {
        try (one;
                other) {
            one.setSoLinger(true, 0);
            other.setSoLinger(true, 0);
        } catch (IOException _) {
            // Closed already: that is what was wanted.
        }
    }

    private synchronized void write(String head, byte[] chunk, int count) {
        byte[] line = ("\n" + Instant.now() + " " + head + "\n").getBytes(StandardCharsets.UTF_8);
        left -= line.length + count;
        if (left < 0) {
            return;
        }
        try {
            log.write(line);
            log.write(chunk, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        pumps.shutdownNow();
        synchronized (this) {
            left = 0;
            log.close();
        }
    }
}
