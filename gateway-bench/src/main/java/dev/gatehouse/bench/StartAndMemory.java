package dev.gatehouse.bench;

import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * From the launcher's first instruction to {@code /readyz} saying 200, and the resident memory some seconds later: a warm
 * disk, eleven upstreams configured. With a database that runs before and with one that the gateway starts, each with the
 * AOT cache and without it, in turn. The memory is that of the gateway's own process.
 */
public final class StartAndMemory {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int IDLE_UPSTREAMS = 10;
    private static final Duration SETTLE = Duration.ofSeconds(15);

    private StartAndMemory() {}

    private record Start(double seconds, double residentMiB) {}

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            run(scratch.path());
        }
    }

    private static void run(Path folder) throws Exception {
        Path cache =
                Path.of(System.getProperty("gatehouse.root", "."), "gateway-server/target/gatehouse/gatehouse.aot");
        Peer.Upstream upstream = Peer.upstream();
        List<Start> external = new ArrayList<>();
        List<Start> externalWithout = new ArrayList<>();
        List<Start> embedded = new ArrayList<>();
        List<Start> embeddedWithout = new ArrayList<>();
        try (Peer answering = upstream.peer();
                EmbeddedPostgres postgres = EmbeddedPostgres.start(Files.createDirectories(folder.resolve("pg")))) {
            String database = database(folder, postgres);
            System.out.printf(
                    Locale.ROOT, "upstream process %d%n", answering.handle().pid());
            Starting outside = () -> start(folder.resolve("external"), upstream.port(), database);
            Starting inside = () -> start(folder.resolve("embedded"), upstream.port(), "");
            outside.run();
            inside.run();
            for (int i = 0; i < ROUNDS; i++) {
                external.add(outside.run());
                embedded.add(inside.run());
                externalWithout.add(withoutCache(cache, outside));
                embeddedWithout.add(withoutCache(cache, inside));
            }
        }
        report("external database, AOT cache", external);
        report("external database", externalWithout);
        report("embedded database, AOT cache", embedded);
        report("embedded database", embeddedWithout);
    }

    private static String database(Path folder, EmbeddedPostgres postgres) throws IOException {
        Path password = folder.resolve("database.password");
        Files.writeString(password, postgres.password());
        return "database: { url: \"%s\", user: \"%s\", password: \"${file:%s}\" }%n"
                .formatted(postgres.jdbcUrl(), postgres.user(), password);
    }

    private interface Starting {
        Start run() throws Exception;
    }

    private static Start withoutCache(Path cache, Starting starting) throws Exception {
        Path aside = cache.resolveSibling("gatehouse.aot.aside");
        Files.move(cache, aside, StandardCopyOption.REPLACE_EXISTING);
        try {
            return starting.run();
        } finally {
            Files.move(aside, cache, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Start start(Path folder, int upstreamPort, String database) throws Exception {
        Files.createDirectories(folder);
        try (GatewayUnderTest gateway = GatewayUnderTest.start(folder, upstreamPort, IDLE_UPSTREAMS, database)) {
            LockSupport.parkNanos(SETTLE.toNanos());
            return new Start(gateway.secondsToReady(), gateway.figures().residentKiB() / 1024.0);
        }
    }

    private static void report(String how, List<Start> starts) {
        double[] seconds = starts.stream().mapToDouble(Start::seconds).sorted().toArray();
        double[] resident =
                starts.stream().mapToDouble(Start::residentMiB).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: ready after %.2f s (%.2f..%.2f), resident %.0f MiB, median of %d%n",
                how,
                seconds[seconds.length / 2],
                seconds[0],
                seconds[seconds.length - 1],
                resident[resident.length / 2],
                seconds.length);
    }
}
