package dev.gatehouse.bench;

import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.mcp.Speech;
import dev.gatehouse.testkit.nonce.NonceHttp;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Sessions that watch resources which change all the time, and take a kilobyte a second of what they are told. */
final class SlowReaders implements AutoCloseable {
    private static final int RESOURCES = 16;
    private static final String PADDING = "x".repeat(400);
    private static final int RECEIVE_BYTES = 4096;
    private static final int SIP_BYTES = 128;
    private static final Duration SIP_EVERY = Duration.ofMillis(125);
    /** Longer than the gateway gathers changes, so that each round is told. */
    private static final Duration CHANGE_EVERY = Duration.ofMillis(300);

    private final LegacyCrowd crowd;
    private final NonceHttp upstream;
    private final Queue<HttpConnection> connections = new ConcurrentLinkedQueue<>();
    private final LongAdder bytesTaken = new LongAdder();

    SlowReaders(LegacyCrowd crowd, NonceHttp upstream) {
        this.crowd = crowd;
        this.upstream = upstream;
    }

    void begin(List<Speech.Legacy> sessions) throws IOException, InterruptedException {
        LegacyCrowd.each(sessions, session -> {
            HttpConnection connection = crowd.connect(RECEIVE_BYTES);
            connections.add(connection);
            InputStream body = session.stand(connection).body();
            Thread.startVirtualThread(() -> sip(body));
        });
        crowd.awaitStreams(sessions.size());
        LegacyCrowd.each(sessions, session -> {
            try (HttpConnection calls = crowd.connect(0)) {
                for (int resource = 0; resource < RESOURCES; resource++) {
                    session.subscribe(calls, uri(resource));
                }
            }
        });
    }

    /** Changes what they watch for so long; how many changes each was to be told of. */
    int change(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        int changes = 0;
        while (System.nanoTime() < until) {
            for (int resource = 0; resource < RESOURCES; resource++) {
                upstream.change(uri(resource));
            }
            changes += RESOURCES;
            LockSupport.parkNanos(CHANGE_EVERY.toNanos());
        }
        return changes;
    }

    long bytesTaken() {
        return bytesTaken.sum();
    }

    private void sip(InputStream body) {
        try {
            for (int taken = take(body); taken > 0; taken = take(body)) {
                bytesTaken.add(taken);
                LockSupport.parkNanos(SIP_EVERY.toNanos());
            }
        } catch (IOException e) {
            // Closed, here or there; how many streams are still open is in the report.
        }
    }

    private static int take(InputStream body) throws IOException {
        return body.readNBytes(SIP_BYTES).length;
    }

    private static String uri(int resource) {
        return "news:///" + resource + PADDING;
    }

    @Override
    public void close() throws IOException {
        for (HttpConnection connection : connections) {
            connection.close();
        }
    }
}
