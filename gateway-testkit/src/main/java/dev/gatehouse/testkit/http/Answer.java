package dev.gatehouse.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/** What a {@link LoopbackServer.Handler} says to one request: one body, or a stream of events. */
public final class Answer {
    private final OutputStream out;
    private final InputStream in;
    private final ReentrantLock lock = new ReentrantLock();

    Answer(OutputStream out, InputStream in) {
        this.out = out;
        this.in = in;
    }

    /** @param fields whole lines, each with its line break */
    public void body(int status, String fields, byte[] body) throws IOException {
        out.write(Bytes.joined(
                LoopbackServer.ascii(
                        "HTTP/1.1 " + status + " -\r\nContent-Length: " + body.length + "\r\n" + fields + "\r\n"),
                body));
    }

    public void beginStream() throws IOException {
        out.write(LoopbackServer.ascii(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    /** One event. May be called from any thread once the stream has begun. */
    public void event(byte[] data) throws IOException {
        int length = data.length + 8;
        lock.lock();
        try {
            out.write(Bytes.joined(
                    LoopbackServer.ascii(Integer.toHexString(length) + "\r\ndata: "),
                    data,
                    LoopbackServer.ascii("\n\n\r\n")));
        } finally {
            lock.unlock();
        }
    }

    public void endStream() throws IOException {
        out.write(LoopbackServer.ascii("0\r\n\r\n"));
    }

    /** Keeps the stream open until the client leaves, which ends the connection. */
    public void awaitDeparture() throws IOException {
        while (in.read() >= 0) {
            // A client of an open stream has nothing to say on its connection.
        }
        throw new IOException("the client left");
    }
}
