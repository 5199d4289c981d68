package dev.gatehouse.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What one subject showed in one round. A figure that makes no sense for it is NaN. */
record Round(double perSecond, double cpuMicros, double p50Millis, double p99Millis, double residentMiB) {

    static String header() {
        return """
                | target | calls/s | CPU µs per call (min..max) | × nginx | p50 ms | p99 ms | RSS MiB |
                | --- | --- | --- | --- | --- | --- | --- |""";
    }

    /** The medians of these rounds as a line of a Markdown table. */
    static String line(String name, List<Round> rounds, double nginxMicros) {
        double micros = median(rounds, Round::cpuMicros);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f (%.1f..%.1f) | %.2f | %s | %s | %.0f |",
                name,
                figure("%,.0f", median(rounds, Round::perSecond)),
                micros,
                rounds.stream().mapToDouble(Round::cpuMicros).min().orElse(Double.NaN),
                rounds.stream().mapToDouble(Round::cpuMicros).max().orElse(Double.NaN),
                micros / nginxMicros,
                figure("%.2f", median(rounds, Round::p50Millis)),
                figure("%.2f", median(rounds, Round::p99Millis)),
                median(rounds, Round::residentMiB));
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
