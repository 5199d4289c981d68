package dev.gatehouse.bench;

import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The load run: direct to the upstream, through nginx, through Gatehouse with token, policy and durable audit; in turn,
 * several rounds, so that a machine that drifts drifts for all. {@code ./dev bench} runs it.
 */
public final class SideBySide {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int SECONDS = Integer.getInteger("seconds", 4);
    /** The upstream is warmed further by the gateway's calls. */
    private static final int OTHERS_WARM_UP_SECONDS = 8;

    private static final String GATEHOUSE = "gatehouse";
    private static final String NGINX = "nginx";
    private static final String DATABASE = "its PostgreSQL";
    /** Threads below this share of the call are summed up. */
    private static final double SHOWN_MICROS_MIN = 0.2;

    private final List<Subject> subjects;
    private final GatewayUnderTest gateway;
    private final Path folder;
    private final Map<String, Double> threadSeconds = new TreeMap<>();
    private double gatewayCalls;

    private SideBySide(List<Subject> subjects, GatewayUnderTest gateway, Path folder) {
        this.subjects = subjects;
        this.gateway = gateway;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            run(scratch.path());
        }
    }

    private static void run(Path folder) throws Exception {
        Peer.Upstream upstream = Peer.upstream();
        int nginxPort = Peer.freePort();
        try (Peer direct = upstream.peer();
                Peer nginx = Peer.nginx(folder, nginxPort, upstream.port());
                GatewayUnderTest gateway = GatewayUnderTest.start(folder, upstream.port(), 0, "")) {
            List<Subject> subjects = List.of(
                    new Subject("direct", local(upstream.port()), direct.handle(), false),
                    new Subject(NGINX, local(nginxPort), nginx.handle(), true),
                    new Subject(GATEHOUSE, gateway.url(), gateway.handle(), false));
            new SideBySide(subjects, gateway, folder).run(Load.chosen());
        }
    }

    private static String local(int port) {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    private void run(List<Load> loads) throws IOException, InterruptedException, JsonSyntaxException {
        for (Subject subject : subjects) {
            if (subject.name().equals(GATEHOUSE)) {
                System.out.println(new WarmUp(subject, subjects.getFirst(), gateway, folder).run());
            } else {
                var _ = Wrk.run(subject.url(), gateway.token(), Load.FULL, OTHERS_WARM_UP_SECONDS, folder);
            }
        }
        for (Load load : loads) {
            threadSeconds.clear();
            gatewayCalls = 0;
            report(load, measure(load));
        }
    }

    private Map<String, List<Round>> measure(Load load) throws IOException, InterruptedException, JsonSyntaxException {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            String token = gateway.token();
            for (Subject subject : subjects) {
                ProcessFigures database = gateway.database();
                Round round = round(subject, token, load);
                rounds.computeIfAbsent(subject.name(), _ -> new ArrayList<>()).add(round);
                if (subject.name().equals(GATEHOUSE)) {
                    rounds.computeIfAbsent(DATABASE, _ -> new ArrayList<>()).add(databaseRound(database, round));
                }
            }
        }
        return rounds;
    }

    private Round round(Subject subject, String token, Load load) throws IOException, InterruptedException {
        boolean byThread = subject.name().equals(GATEHOUSE);
        Map<String, Double> threads = byThread ? ThreadFigures.of(subject.process()) : Map.of();
        ProcessFigures before = subject.figures();
        Wrk.Run run = Wrk.run(subject.url(), token, load, SECONDS, folder);
        ProcessFigures after = subject.figures();
        if (run.failed() > 0) {
            throw new IOException(run.failed() + " requests to " + subject.url() + " failed");
        }
        if (byThread) {
            gatewayCalls += run.requests();
            ThreadFigures.of(subject.process())
                    .forEach((name, cpu) ->
                            threadSeconds.merge(name, cpu - threads.getOrDefault(name, 0.0), Double::sum));
        }
        double micros = (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / run.requests();
        return new Round(run.perSecond(), micros, run.p50Millis(), run.p99Millis(), after.residentKiB() / 1024.0);
    }

    /** Rows reach the database in batches, later than their calls; over the rounds it evens out. */
    private Round databaseRound(ProcessFigures before, Round gatewayRound) {
        ProcessFigures after = gateway.database();
        double calls = gatewayRound.perSecond() * SECONDS;
        double micros = (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / calls;
        return new Round(Double.NaN, micros, Double.NaN, Double.NaN, after.residentKiB() / 1024.0);
    }

    private void report(Load load, Map<String, List<Round>> rounds) throws IOException {
        double nginx = Round.median(rounds.getOrDefault(NGINX, List.of()), Round::cpuMicros);
        String loadAverage = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        System.out.printf(
                "%n%s; %d rounds of %d s, medians; load average %s%n%n", load.describe(), ROUNDS, SECONDS, loadAverage);
        System.out.println(Round.header());
        rounds.forEach((name, list) -> System.out.println(Round.line(name, list, nginx)));
        System.out.printf("%n| thread of the gateway | CPU µs per call |%n| --- | --- |%n");
        double rest = 0;
        for (Map.Entry<String, Double> thread : threadSeconds.entrySet()) {
            double micros = thread.getValue() * 1e6 / gatewayCalls;
            if (micros < SHOWN_MICROS_MIN) {
                rest += micros;
            } else {
                System.out.printf(Locale.ROOT, "| %s | %.1f |%n", thread.getKey(), micros);
            }
        }
        System.out.printf(Locale.ROOT, "| others | %.1f |%n", rest);
    }
}
