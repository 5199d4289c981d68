package dev.gatehouse.testkit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A server on a free port of loopback, one virtual thread per connection. */
public final class LoopbackServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    /** Answers one request; the connection takes the next when it returns, and ends when it throws. */
    @FunctionalInterface
    public interface Handler {
        void handle(Request request, Answer answer) throws IOException;
    }

    public record Request(String method, byte[] body) {}

    private final ServerSocket server;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private LoopbackServer(ServerSocket server, Handler handler) {
        this.server = server;
        this.handler = handler;
    }

    public static LoopbackServer start(Handler handler) throws IOException {
        return start(ServerSocketFactory.getDefault(), handler);
    }

    /** One that speaks TLS. */
    public static LoopbackServer start(SSLContext tls, Handler handler) throws IOException {
        return start(tls.getServerSocketFactory(), handler);
    }

    private static LoopbackServer start(ServerSocketFactory sockets, Handler handler) throws IOException {
        LoopbackServer started =
                new LoopbackServer(sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), handler);
        Thread.ofPlatform().daemon().name("loopback-server").start(started::accept);
        return started;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Optional<HttpHead> head = HttpHead.read(in); head.isPresent(); head = HttpHead.read(in)) {
                byte[] body = head.get().body(in).readAllBytes();
                String method = head.get().start().split(" ", 2)[0];
                handler.handle(new Request(method, body), new Answer(socket.getOutputStream(), in));
            }
        } catch (IOException e) {
            // The client left, or the handler hung up on it.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
