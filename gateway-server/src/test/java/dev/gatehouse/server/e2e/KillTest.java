package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.await;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P1: kill -9 of the real process under load, again and again. Whatever a client was answered is in PostgreSQL
 * afterwards, and whatever reached the upstream had its intent recorded. {@code -Dgatehouse.kills=300} and {@code
 * -Dgatehouse.crashes=25} for the long form.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("gatehouse.kills", 30);
    /** How often it ends at each point. */
    private static final int CRASHES = Integer.getInteger("gatehouse.crashes", 1);

    private static final int CALLERS = 8;
    /** Late enough that calls were answered before, early enough to be reached within a second or two. */
    private static final int CRASH_AT_THE_NTH_CALL = 40;

    /** A start ships a few batches of its own before the first call. */
    private static final int CRASH_AT_THE_NTH_SHIPMENT = 15;

    private static final int LOAD_ANSWERS_MAX = 40;
    private static final int LOAD_MILLIS_MAX = 100;
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Acknowledged acknowledged;
    private final Set<String> sentUpstream = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();

    @Test
    void whatever_was_acknowledged_is_recorded_whenever_the_process_dies() throws Exception {
        Random random = new Random(1120);
        Connectable database = TestDatabase.shared().freshDatabase();
        try (HttpMcpServer upstream = upstream();
                TestGateway gateway = TestGateway.prepare(folder, database, body(upstream))) {
            TestGateway.Credential credential = gateway.start().credential("loader");
            for (int kill = 0; kill < KILLS; kill++) {
                String token = gateway.token(credential, "load");
                loadUntilKilled(gateway, token, random.nextInt(LOAD_ANSWERS_MAX), random.nextInt(LOAD_MILLIS_MAX));
                gateway.start();
            }
            assertThat(acknowledged.size())
                    .as("a loop without acknowledgements proves nothing")
                    .isGreaterThan(10 * KILLS);
            verify(new AuditRows(database));
        }
    }

    /**
     * The process ends itself at each point, at a moment no random kill would find. Each start recovers from the crash before
     * it and runs into the next one. Segments roll too seldom here; the spool's own test has that point.
     */
    @Test
    void whatever_was_acknowledged_is_recorded_at_whichever_point_it_dies() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        List<CrashPoint> points =
                Collections.nCopies(CRASHES, EnumSet.complementOf(EnumSet.of(CrashPoint.AT_SEGMENT_ROLL))).stream()
                        .flatMap(Set::stream)
                        .toList();
        try (HttpMcpServer upstream = upstream();
                TestGateway gateway = TestGateway.prepare(folder, database, body(upstream))) {
            TestGateway.Credential credential = gateway.start().credential("loader");
            assertThat(gateway.terminate()).isZero();
            for (CrashPoint point : points) {
                int before = acknowledged.size();
                gateway.withoutJvmOptions()
                        .withJvmOption("-D" + CrashPoint.PROPERTY + "=" + point.label() + ":" + nth(point))
                        .start();
                String token = gateway.token(credential, "load");
                load(
                        gateway,
                        token,
                        () -> assertThat(gateway.awaitEnd()).as(point.label()).isEqualTo(CrashPoint.EXIT_CODE));
                assertThat(acknowledged.size())
                        .as("calls before the crash at " + point.label())
                        .isGreaterThan(before);
            }
            gateway.withoutJvmOptions().start();
            verify(new AuditRows(database));
        }
    }

    @BeforeEach
    void open() throws IOException {
        acknowledged = new Acknowledged(folder.resolve("acknowledged"));
    }

    @AfterEach
    void close() throws IOException {
        acknowledged.close();
    }

    private static int nth(CrashPoint point) {
        return switch (point) {
            case BEFORE_SHIP_COMMIT, AFTER_SHIP_COMMIT -> CRASH_AT_THE_NTH_SHIPMENT;
            default -> CRASH_AT_THE_NTH_CALL;
        };
    }

    private HttpMcpServer upstream() throws IOException {
        return HttpMcpServer.start(arguments -> {
            sentUpstream.add(arguments.path("n").asString(""));
            return arguments.path("n");
        });
    }

    private interface Death {
        void happens() throws Exception;
    }

    /** Answers, so that the slowest machine has some to prove; and time, so that it dies at no moment of its own. */
    private void loadUntilKilled(TestGateway gateway, String token, int answers, int millis) throws Exception {
        int enough = acknowledged.size() + answers;
        load(gateway, token, () -> {
            eventually(() -> assertThat(acknowledged.size()).isGreaterThanOrEqualTo(enough));
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            gateway.kill9();
        });
    }

    /** Calls from all callers until the process is dead, however it dies; at least one is answered first. */
    private void load(TestGateway gateway, String token, Death death) throws Exception {
        gateway.awaitUpstreams(1);
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch firstAnswer = new CountDownLatch(1);
        Thread[] callers = new Thread[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            callers[i] = Thread.ofVirtual().start(() -> {
                while (!stopped.get()) {
                    callOnce(gateway, token, firstAnswer);
                }
            });
        }
        try {
            await("the first answer", firstAnswer);
            death.happens();
        } finally {
            stopped.set(true);
        }
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private void callOnce(TestGateway gateway, String token, CountDownLatch firstAnswer) {
        String n = "n" + numbers.incrementAndGet();
        try {
            HttpResponse<String> response = gateway.call("load", token, "echo", "{\"n\":\"" + n + "\"}");
            if (response.statusCode() == 200 && response.body().contains(n)) {
                acknowledged.add(n);
                firstAnswer.countDown();
            }
        } catch (IOException e) {
            // The gateway is gone; an unanswered call proves nothing. Do not spin while it restarts.
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void verify(AuditRows rows) throws Exception {
        System.out.println("acknowledged: " + acknowledged.size() + ", sent upstream: " + sentUpstream.size());
        rows.await("type = 'call_completed'", count -> count >= acknowledged.size(), SHIPPING_WAIT_MAX);
        rows.await(
                "type = 'call_attempted' and not exists (select 1 from audit.event o where o.type = 'call_completed'"
                        + " and o.call_id = audit.event.call_id)",
                count -> count == 0,
                SHIPPING_WAIT_MAX);
        Set<String> completed = rows.set("select a.argument_sha256 from audit.event a join audit.event o"
                + " on o.call_id = a.call_id and o.type = 'call_completed' where a.type = 'call_attempted'");
        Set<String> attempted = rows.set("select argument_sha256 from audit.event where type = 'call_attempted'");
        assertThat(acknowledged.onDisk())
                .allMatch(n -> completed.contains(digest(n)), "answered, so recorded with an outcome");
        assertThat(sentUpstream).allMatch(n -> attempted.contains(digest(n)), "sent upstream, so its intent recorded");
        assertThat(rows.count("type = 'call_attempted' and not exists (select 1 from audit.event o where"
                        + " o.type = 'call_completed' and o.call_id = audit.event.call_id)"))
                .as("intents left open")
                .isZero();
        System.out.println("closed as unknown(crash): " + rows.count("outcome = 'unknown_crash'"));
    }

    private static String digest(String n) {
        try {
            byte[] arguments = ("{\"n\":\"" + n + "\"}").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(arguments));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(HttpMcpServer upstream) {
        return """
                upstreams:
                  load: { url: "%s" }
                virtualServers:
                  load: { names: original, upstreams: { load: {} } }
                agents:
                  loader: { bundle: loaders }
                bundles:
                  loaders: { virtualServers: [load] }
                """.formatted(upstream.url());
    }
}
