package dev.gatehouse.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.nonce.Mischief;
import dev.gatehouse.testkit.nonce.NonceChild;
import dev.gatehouse.testkit.nonce.NonceHttp;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand clients of both eras call shared upstreams of both eras with the same ids, progress tokens and subscription
 * ids, and answers overtake each other: nobody is told what is another's. {@code ./dev isolation} does it at length.
 */
class IsolationTest {
    private static final long CALLS = Long.getLong("gatehouse.isolation.calls", 100_000);
    /** Tokens are good for ten minutes, so clients go and others come after so many. */
    private static final long CALLS_PER_WAVE = 100_000;

    private static final List<String> HONEST = List.of("child", "old", "new");
    private static final long SEED = 20_260_728;

    @TempDir
    static Path folder;

    private static NonceHttp legacy;
    private static NonceHttp modern;
    private static NonceHttp swapping;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        legacy = NonceHttp.legacy("old", SEED, Mischief.none());
        modern = NonceHttp.modern("new", SEED + 1, Mischief.none());
        swapping = NonceHttp.modern("swapping", SEED + 2, Mischief.swapping());
        gateway = TestGateway.prepare(folder, TestDatabase.shared().freshDatabase(), body())
                .withJvmOption("-Xmx768m")
                .withJvmOption("-XX:TieredStopAtLevel=4")
                .start()
                .awaitUpstreams(4);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        legacy.close();
        modern.close();
        swapping.close();
    }

    @Test
    void nobody_is_told_what_is_anothers() throws Exception {
        Crossings crossings = new Crossings();
        long started = System.nanoTime();
        for (long done = 0; done < CALLS; done += CALLS_PER_WAVE) {
            int each = Math.toIntExact(Math.min(CALLS_PER_WAVE, CALLS - done) / Crowd.CLIENTS);
            new Crowd(gateway, "shared").run(Crowd.CLIENTS, new Client.Plan(gateway.port, HONEST, each, crossings));
        }
        System.out.printf("%s, in %d s%n", crossings, (System.nanoTime() - started) / 1_000_000_000);
        assertThat(crossings.examples()).isEmpty();
        assertThat(crossings.answers.sum()).isGreaterThanOrEqualTo(CALLS);
        assertThat(crossings.progress.sum())
                .isEqualTo(crossings.progressDue.sum())
                .isGreaterThan(CALLS / 4);
        assertThat(crossings.updates.sum()).isGreaterThanOrEqualTo(Crowd.CLIENTS);
    }

    @Test
    void a_server_that_swaps_what_it_was_told_is_seen_through() throws Exception {
        Crossings crossings = new Crossings();
        new Crowd(gateway, "swapped").run(40, new Client.Plan(gateway.port, List.of("swapping"), 20, crossings));
        assertThat(crossings.failed()).as(crossings.examples()::toString).isZero();
        assertThat(crossings.examples())
                .anyMatch(crossing -> crossing.contains("was answered"))
                .anyMatch(crossing -> crossing.contains("was told"));
    }

    private static String body() {
        List<String> command = NonceChild.command("child", SEED + 3);
        String agents = IntStream.range(0, Crowd.CLIENTS / Crowd.CLIENTS_PER_AGENT)
                .mapToObj(number -> "  " + Crowd.agent(number) + ": { bundle: everybody }\n")
                .collect(Collectors.joining());
        return """
                limits: { perAddress: { connections: 4000 } }
                upstreams:
                  child: { command: "%s", args: ["%s"], transport: legacy, concurrency: 1000 }
                  old: { url: "%s", transport: legacy, concurrency: 1000 }
                  new: { url: "%s", transport: modern, concurrency: 1000 }
                  swapping: { url: "%s", transport: modern }
                virtualServers:
                  shared: { upstreams: { child: {}, old: {}, new: {} } }
                  swapped: { upstreams: { swapping: {} } }
                bundles:
                  everybody: { virtualServers: [shared, swapped] }
                agents:
                %s""".formatted(
                        command.getFirst(),
                        String.join("\", \"", command.subList(1, command.size())),
                        legacy.url(),
                        modern.url(),
                        swapping.url(),
                        agents);
    }
}
