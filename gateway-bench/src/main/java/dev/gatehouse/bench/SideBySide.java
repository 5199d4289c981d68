package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The load run: direct to the upstream, through nginx, through Gatehouse with token, policy and durable audit; in turn,
 * several rounds, so that a machine that drifts drifts for all. {@code ./dev bench} runs it.
 */
public final class SideBySide {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int SECONDS = Integer.getInteger("seconds", 5);
    private static final int CONNECTIONS = Integer.getInteger("connections", 64);
    private static final int WARM_UP_SECONDS = Integer.getInteger("warmup", 15);

    private SideBySide() {}

    private record Round(double perSecond, double cpuMicros, double p50, double p99, double residentMiB) {}

    private interface Subject {
        String url();

        ProcessFigures figures();
    }

    private record Fixed(String url, ProcessHandle process, boolean tree) implements Subject {
        @Override
        public ProcessFigures figures() {
            return ProcessFigures.of(process, tree);
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("gatehouse-bench");
        Peer.Upstream upstream = Peer.upstream();
        int nginxPort = Peer.freePort();
        try (Peer direct = upstream.peer();
                Peer nginx = Peer.nginx(folder, nginxPort, upstream.port());
                GatewayUnderTest gateway = GatewayUnderTest.start(folder, upstream.port(), 0, "")) {
            Map<String, Subject> subjects = new LinkedHashMap<>();
            subjects.put("direct", new Fixed(local(upstream.port()), direct.handle(), false));
            subjects.put("nginx", new Fixed(local(nginxPort), nginx.handle(), true));
            subjects.put("gatehouse", new Subject() {
                @Override
                public String url() {
                    return gateway.url();
                }

                @Override
                public ProcessFigures figures() {
                    return gateway.figures();
                }
            });
            for (Subject subject : subjects.values()) {
                var _ = Wrk.run(subject.url(), gateway.token(), CONNECTIONS, WARM_UP_SECONDS, folder);
            }
            report(measure(subjects, gateway, folder));
        }
    }

    private static String local(int port) {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    private static Map<String, List<Round>> measure(
            Map<String, Subject> subjects, GatewayUnderTest gateway, Path folder) throws Exception {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            String token = gateway.token();
            for (Map.Entry<String, Subject> entry : subjects.entrySet()) {
                ProcessFigures database = gateway.database();
                Round round = round(entry.getValue(), token, folder);
                rounds.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(round);
                if (entry.getKey().equals("gatehouse")) {
                    double cpu = gateway.database().cpuSeconds() - database.cpuSeconds();
                    double perCall = cpu * 1e6 / (round.perSecond() * SECONDS);
                    rounds.computeIfAbsent("its PostgreSQL", _ -> new ArrayList<>())
                            .add(new Round(
                                    round.perSecond(),
                                    perCall,
                                    Double.NaN,
                                    Double.NaN,
                                    gateway.database().residentKiB() / 1024.0));
                }
            }
        }
        return rounds;
    }

    private static Round round(Subject subject, String token, Path folder) throws IOException, InterruptedException {
        ProcessFigures before = subject.figures();
        Wrk.Run run = Wrk.run(subject.url(), token, CONNECTIONS, SECONDS, folder);
        ProcessFigures after = subject.figures();
        if (run.failed() > 0) {
            throw new IOException(run.failed() + " requests to " + subject.url() + " failed");
        }
        double micros = (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / run.requests();
        return new Round(run.perSecond(), micros, run.p50Millis(), run.p99Millis(), after.residentKiB() / 1024.0);
    }

    private static void report(Map<String, List<Round>> rounds) {
        double nginx = median(rounds.getOrDefault("nginx", List.of()), Round::cpuMicros);
        System.out.printf(
                Locale.ROOT, "%d rounds of %d s, %d connections, medians (min..max)%n%n", ROUNDS, SECONDS, CONNECTIONS);
        System.out.println("| target | calls/s | CPU µs per call | × nginx | p50 ms | p99 ms | RSS MiB |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        rounds.forEach((name, list) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.1f (%.1f..%.1f) | %.2f | %.2f | %.2f | %.0f |%n",
                name,
                median(list, Round::perSecond),
                median(list, Round::cpuMicros),
                list.stream().mapToDouble(Round::cpuMicros).min().orElse(Double.NaN),
                list.stream().mapToDouble(Round::cpuMicros).max().orElse(Double.NaN),
                median(list, Round::cpuMicros) / nginx,
                median(list, Round::p50),
                median(list, Round::p99),
                median(list, Round::residentMiB)));
    }

    private static double median(List<Round> rounds, java.util.function.ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted[sorted.length / 2];
    }
}
