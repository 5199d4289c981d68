package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse audit usage}: what calls used, summed up. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description =
                "Sums up the calls of the last 30 days, or of another time: how many, how many of them were refused or"
                        + " failed, bytes of arguments and results, how long half and 95 of 100 took at most, and what those under budgets"
                        + " cost, by whole days (UTC).",
        footer = {"", "Example: gatehouse audit usage --by tool --from -7d --config gatehouse.yaml", ExitCode.TEXT})
final class AuditUsageCommand extends AdminVerb {
    private static final double MICROS_PER_MILLI = 1_000.0;

    @Option(names = "--by", required = true, paramLabel = "BY", description = "agent, user, bundle, tool or upstream")
    private String by;

    @Mixin
    private TrailTimes times;

    @Override
    public Integer call() {
        Optional<String> window = times.query(Instant.now());
        return window.isPresent()
                ? send(
                        Method.GET,
                        "/api/v1/audit/usage?by=" + PinCommand.encoded(by) + window.get(),
                        "",
                        AuditUsageCommand::table)
                : misused(TrailTimes.EXPECTED);
    }

    private static String table(Json answer) {
        String table = PinCommand.elements(answer, "usage")
                .map(AuditUsageCommand::line)
                .collect(Collectors.joining("\n"));
        return table.isEmpty() ? "nothing was called" : table;
    }

    private static String line(Json row) {
        return String.join(
                "\t",
                row.text("of").filter(name -> !name.isEmpty()).orElse("-"),
                TrailLines.number(row, "calls") + " calls",
                TrailLines.number(row, "refused") + " refused",
                TrailLines.number(row, "failed") + " failed",
                TrailLines.number(row, "bytes") + " bytes",
                "p50 " + millis(row, "medianMicros"),
                "p95 " + millis(row, "p95Micros"),
                row.text("usd").map(usd -> usd + " USD").orElse("-"));
    }

    private static String millis(Json row, String name) {
        return row.member(name)
                .map(micros ->
                        String.format(Locale.ROOT, "%.1f ms", micros.integer().orElse(0) / MICROS_PER_MILLI))
                .orElse("-");
    }
}
