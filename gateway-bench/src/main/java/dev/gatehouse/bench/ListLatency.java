package dev.gatehouse.bench;

import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.mcp.ManyToolsServer;
import dev.gatehouse.testkit.mcp.Speech;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long {@code tools/list} takes that shows a thousand tools of five upstreams, while one of them is gone and one takes
 * requests and says nothing. {@code ./dev bench-lists} runs it.
 */
public final class ListLatency {
    private static final int UPSTREAMS = 5;
    private static final int TOOLS_EACH = 200;
    private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("seconds", 10));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", 40));
    private static final Duration READ_WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration LISTED_WAIT_MAX = Duration.ofSeconds(30);

    private final GatewayUnderTest gateway;
    private final String token;

    private ListLatency(GatewayUnderTest gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** @param pause what each client waits between an answer and its next request */
    private record Crowd(String name, boolean modern, String method, int clients, Duration pause) {
        Crowd(String name, boolean modern, int clients, Duration pause) {
            this(name, modern, "tools/list", clients, pause);
        }
    }

    public static void main(String[] args) throws Exception {
        List<ManyToolsServer> upstreams = new ArrayList<>();
        for (int i = 0; i < UPSTREAMS; i++) {
            upstreams.add(ManyToolsServer.start(TOOLS_EACH));
        }
        try (Scratch scratch = Scratch.create();
                GatewayUnderTest gateway = GatewayUnderTest.start(scratch.path(), body(upstreams))) {
            ListLatency lists = new ListLatency(gateway, gateway.token("bench"));
            lists.awaitAll();
            upstreams.get(0).close();
            upstreams.get(1).hang();
            lists.run();
        } finally {
            for (ManyToolsServer upstream : upstreams) {
                upstream.close();
            }
        }
    }

    private static String body(List<ManyToolsServer> upstreams) {
        String specs = upstreams.stream()
                .map(upstream -> "  u" + upstreams.indexOf(upstream) + ": { url: \"" + upstream.url() + "\" }\n")
                .collect(Collectors.joining());
        String published = upstreams.stream()
                .map(upstream -> "u" + upstreams.indexOf(upstream) + ": {}")
                .collect(Collectors.joining(", "));
        return """
                upstreams:
                %svirtualServers:
                  bench: { upstreams: { %s } }
                agents:
                  bench: { bundle: bench }
                bundles:
                  bench: { virtualServers: [bench], policies: [some] }
                policies:
                  some:
                    - { tools: ["*_delete_*"], deny: "Deleting is not for agents." }
                """.formatted(specs, published);
    }

    private void awaitAll() throws IOException {
        long until = System.nanoTime() + LISTED_WAIT_MAX.toNanos();
        while (tools() < UPSTREAMS * TOOLS_EACH) {
            if (System.nanoTime() > until) {
                throw new IOException("only " + tools() + " tools are listed");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private int tools() throws IOException {
        try (HttpConnection connection = HttpConnection.open(gateway.port(), READ_WAIT_MAX)) {
            Speech speech = speech(true);
            return speech.request(connection, 1, "tools/list", "").text().split("\"inputSchema\"", -1).length - 1;
        }
    }

    private Speech speech(boolean modern) {
        return modern ? new Speech.Modern(gateway.path(), token) : new Speech.Legacy(gateway.path(), token);
    }

    private void run() throws IOException, InterruptedException {
        List<Crowd> crowds = List.of(
                new Crowd("modern, one client, 50 ms between", true, 1, Duration.ofMillis(50)),
                new Crowd("legacy, one client, 50 ms between", false, 1, Duration.ofMillis(50)),
                new Crowd("modern, 10 clients, 100 ms between", true, 10, Duration.ofMillis(100)),
                new Crowd("modern, one client, without a pause", true, 1, Duration.ZERO),
                new Crowd(
                        "server/discover, 10 clients, 100 ms between",
                        true,
                        "server/discover",
                        10,
                        Duration.ofMillis(100)));
        measure(new Crowd("warm-up", true, 2, Duration.ofMillis(2)), WARM_UP);
        measure(new Crowd("warm-up", false, 2, Duration.ofMillis(2)), WARM_UP.dividedBy(4));
        System.out.printf("%d tools are listed, one upstream of five is gone and one hangs%n%n", tools());
        System.out.println("| clients | lists/s | p50 ms | p99 ms | max ms | CPU µs each | KiB each |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (Crowd crowd : crowds) {
            report(crowd, measure(crowd, EACH));
        }
        System.out.printf(
                Locale.ROOT,
                "%nThe spool's disk took %.2f ms for a sync, on average; each list waits for one. The longest collection of the"
                        + " last minutes stopped the gateway for %.0f ms.%n",
                1000
                        * gateway.metric("gatehouse_audit_fsync_seconds_sum", "")
                        / gateway.metric("gatehouse_audit_fsync_seconds_count", ""),
                1000 * gateway.metric("jvm_gc_pause_seconds_max", ""));
    }

    /** @param cpuSeconds of the gateway's process, whatever it did meanwhile */
    private record Measured(long[] nanos, long bytes, double cpuSeconds) {
        double millis(double share) {
            return nanos[(int) Math.min(nanos.length - 1L, (long) (share * nanos.length))] / 1e6;
        }
    }

    private Measured measure(Crowd crowd, Duration time) throws IOException, InterruptedException {
        double cpuBefore = gateway.figures().cpuSeconds();
        long until = System.nanoTime() + time.toNanos();
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < crowd.clients(); i++) {
            Caller caller = new Caller(crowd, until);
            callers.add(caller);
            caller.thread.start();
        }
        for (Caller caller : callers) {
            caller.thread.join();
            if (caller.failure != null) {
                throw new IOException("a list failed", caller.failure);
            }
        }
        long[] sorted = callers.stream()
                .flatMapToLong(caller -> caller.nanos.stream().mapToLong(n -> n))
                .sorted()
                .toArray();
        return new Measured(sorted, callers.getFirst().bytes, gateway.figures().cpuSeconds() - cpuBefore);
    }

    /** Lists until its time is up. */
    private final class Caller {
        private final Crowd crowd;
        private final long until;
        private final List<Long> nanos = new ArrayList<>();
        private final Thread thread = Thread.ofPlatform().unstarted(this::run);
        private long bytes;
        private @Nullable IOException failure;

        Caller(Crowd crowd, long until) {
            this.crowd = crowd;
            this.until = until;
        }

        private void run() {
            try {
                while (System.nanoTime() < until) {
                    connected();
                }
            } catch (IOException e) {
                failure = e;
            }
        }

        /** The gateway ends a connection after some thousands of requests, and says so before. */
        private void connected() throws IOException {
            try (HttpConnection connection = HttpConnection.open(gateway.port(), READ_WAIT_MAX)) {
                Speech speech = speech(crowd.modern());
                speech.greet(connection);
                boolean last = false;
                while (!last && System.nanoTime() < until) {
                    long began = System.nanoTime();
                    HttpConnection.Response response =
                            speech.request(connection, nanos.size() + 1L, crowd.method(), "");
                    bytes = response.body().transferTo(OutputStream.nullOutputStream());
                    nanos.add(System.nanoTime() - began);
                    last = response.field("connection").equals(Optional.of("close"));
                    LockSupport.parkNanos(crowd.pause().toNanos());
                }
            }
        }
    }

    private static void report(Crowd crowd, Measured measured) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %.0f | %d |%n",
                crowd.name(),
                measured.nanos().length / (double) EACH.toSeconds(),
                measured.millis(0.5),
                measured.millis(0.99),
                measured.millis(1),
                1e6 * measured.cpuSeconds() / measured.nanos().length,
                measured.bytes() / 1024);
    }
}
