package dev.gatehouse.bench;

import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.mcp.Speech;
import dev.gatehouse.testkit.nonce.Mischief;
import dev.gatehouse.testkit.nonce.NonceHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What clients cost the gateway that say nothing or read slowly: memory of its process with thousands of legacy sessions,
 * with a stream open for each, and with a thousand streams whose clients take less than there is to tell them.
 * {@code ./dev bench-streams} runs it.
 */
public final class StreamMemory {
    private static final int SESSIONS = Integer.getInteger("sessions", 10_000);
    private static final int STREAMS = Integer.getInteger("streams", 8_000);
    private static final int SLOW = Integer.getInteger("slow", 1_000);
    private static final Duration SLOW_FOR = Duration.ofSeconds(Integer.getInteger("seconds", 25));
    private static final int WARM_UP_SESSIONS = SESSIONS / 5;

    private final GatewayUnderTest gateway;
    private final NonceHttp upstream;
    private final LegacyCrowd crowd;

    private StreamMemory(GatewayUnderTest gateway, NonceHttp upstream, LegacyCrowd crowd) {
        this.gateway = gateway;
        this.upstream = upstream;
        this.crowd = crowd;
    }

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create();
                NonceHttp upstream = NonceHttp.modern("news", 1, Mischief.none());
                GatewayUnderTest gateway = GatewayUnderTest.start(scratch.path(), body(upstream))) {
            new StreamMemory(gateway, upstream, new LegacyCrowd(gateway, SESSIONS)).run();
        }
    }

    private static String body(NonceHttp upstream) {
        return """
                limits: { perAddress: { connections: 20000 } }
                upstreams:
                  news: { url: "%s", transport: modern }
                virtualServers:
                  bench: { upstreams: { news: {} } }
                bundles:
                  bench: { virtualServers: [bench] }
                agents:
                %s""".formatted(upstream.url(), LegacyCrowd.agents("bench", SESSIONS));
    }

    private void run() throws IOException, InterruptedException {
        warmUp();
        System.out.println("| the gateway with | RSS MiB | more | live heap MiB | more |");
        System.out.println("| --- | --- | --- | --- | --- |");
        MemoryFigures before = report("nobody", MemoryFigures.of(gateway));
        List<Speech.Legacy> sessions = crowd.open(SESSIONS);
        MemoryFigures idle = report("%,d idle sessions".formatted(SESSIONS), before);
        standing(sessions.subList(0, STREAMS), idle);
        slowly(sessions.subList(0, SLOW), report("those streams closed", before));
    }

    /** Some of everything, so that code is compiled and pools have grown before the first figure. */
    private void warmUp() throws IOException, InterruptedException {
        close(crowd.stand(crowd.open(WARM_UP_SESSIONS)));
    }

    private void standing(List<Speech.Legacy> sessions, MemoryFigures idle) throws IOException, InterruptedException {
        List<HttpConnection> streams = crowd.stand(sessions);
        report("%,d of them with a stream open".formatted(sessions.size()), idle);
        close(streams);
    }

    private void close(List<HttpConnection> streams) throws IOException, InterruptedException {
        for (HttpConnection stream : streams) {
            stream.close();
        }
        crowd.awaitStreams(0);
    }

    private void slowly(List<Speech.Legacy> sessions, MemoryFigures before) throws IOException, InterruptedException {
        try (SlowReaders readers = new SlowReaders(crowd, upstream)) {
            readers.begin(sessions);
            int changes = readers.change(SLOW_FOR);
            report("%,d slow readers".formatted(sessions.size()), before);
            System.out.printf(
                    Locale.ROOT,
                    "%nEach slow reader was to be told of %,d changes and took %,d KiB; %.0f are still there.%n",
                    changes,
                    readers.bytesTaken() / 1024 / sessions.size(),
                    gateway.metric("gatehouse_streams_open", ""));
        }
    }

    private MemoryFigures report(String what, MemoryFigures before) throws IOException, InterruptedException {
        MemoryFigures now = MemoryFigures.of(gateway);
        MemoryFigures more = now.less(before);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %+.0f | %.0f | %+.0f |%n",
                what,
                now.residentMiB(),
                more.residentMiB(),
                now.heapMiB(),
                more.heapMiB());
        return now;
    }
}
