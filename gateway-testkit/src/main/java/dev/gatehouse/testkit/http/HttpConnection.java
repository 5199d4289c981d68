package dev.gatehouse.testkit.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One connection of a client to a server on loopback, kept for one exchange after another. Nothing is retried. Blocks;
 * meant for a virtual thread.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 2048;

    private final Socket socket;
    private final InputStream in;
    private final String host;

    private HttpConnection(Socket socket, int port) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        this.host = "127.0.0.1:" + port;
    }

    /** @param readWaitMax after so long without a byte a read fails with {@link SocketTimeoutException} */
    public static HttpConnection open(int port, Duration readWaitMax) throws IOException {
        return open(port, readWaitMax, 0);
    }

    /** @param receiveBytes what the kernel may hold for a client that does not read; 0 leaves that to it */
    public static HttpConnection open(int port, Duration readWaitMax, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(readWaitMax.toMillis()));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new HttpConnection(socket, port);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A response whose body may not be there yet. It is to be read to its end before the next exchange.
     *
     * @param fields by name in lower case
     */
    public record Response(int status, Map<String, String> fields, InputStream body) {
        public Optional<String> field(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        /** Whether the body is a stream of events, which {@link ServerSentEvents} reads. */
        public boolean isStream() {
            return field("content-type").orElse("").startsWith("text/event-stream");
        }

        public String text() throws IOException {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** @param fields whole lines, each with its line break; {@code Host} and the length are added */
    public Response exchange(String method, String path, String fields, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + bytes.length
                        + "\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        socket.getOutputStream().write(Bytes.joined(head, bytes));
        HttpHead answer = HttpHead.read(in).orElseThrow(() -> new EOFException("no response"));
        int status = Integer.parseInt(answer.start().split(" ", 3)[1]);
        return new Response(status, answer.fields(), answer.body(in));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
