package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse audit report}: what auditors ask for as a whole. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a report of the trail: access-review, policy, approvals, changes, retention or integrity.",
            "It names its query, its signed blocks and the SHA-256 of its rows, and comes out the same when it is made again with",
            "that query. Making one is recorded."
        },
        footer = {
            "",
            "Example: gatehouse audit report access-review --as-of 2026-09-30 --format html --file access.html --config"
                    + " gatehouse.yaml",
            "Example: gatehouse audit report policy --from -90d --format csv --file policy.csv --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class AuditReportCommand extends AdminVerb {
    /** {@code --format}. */
    enum Format {
        html,
        csv,
        json
    }

    @Parameters(
            paramLabel = "REPORT",
            description = "access-review, policy, approvals, changes, retention or integrity")
    private String name;

    @Mixin
    private TrailTimes times;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "for the access review: as it stood then; of a day, at its end (UTC)")
    private @Nullable String asOf;

    @Option(
            names = "--bundle",
            paramLabel = "NAME",
            description = "for access review and policy: only of these, with commas between")
    private @Nullable String bundle;

    @Option(
            names = "--through",
            paramLabel = "PLACES",
            description = "as far as these blocks, as a report says it, to make the same again")
    private @Nullable String through;

    @Option(names = "--format", paramLabel = "FORMAT", description = "html, csv or json (default: ${DEFAULT-VALUE})")
    private Format format = Format.html;

    @Option(names = "--file", paramLabel = "FILE", description = "where to write it; to standard output when left out")
    private @Nullable Path file;

    @Override
    public Integer call() {
        Instant now = Instant.now();
        Optional<String> window = times.query(now);
        Optional<String> state =
                asOf == null ? Optional.of("") : until(asOf, now).map(at -> "&asOf=" + at);
        if (window.isEmpty() || state.isEmpty()) {
            return misused(TrailTimes.EXPECTED);
        }
        String form = isJson() ? Format.json.name() : format.name();
        String path = "/api/v1/audit/reports/" + PinCommand.encoded(name) + "?format=" + form + window.get()
                + state.get() + part("bundle", bundle) + part("through", through);
        return follow(door -> given(door.send(Method.GET, path, "")));
    }

    /** A day is over at its end; what is not over yet is as of now. */
    private static Optional<Instant> until(String text, Instant now) {
        boolean isDay = text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
        return TrailTimes.parse(text, now)
                .map(at -> isDay ? at.plus(Duration.ofDays(1)) : at)
                .map(at -> at.isAfter(now) ? now : at);
    }

    private static String part(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + PinCommand.encoded(value);
    }

    private Gateways.Answer given(Gateways.Answer answer) throws IOException {
        if (answer.status() != 200) {
            return answer;
        }
        if (file == null) {
            System.out.println(answer.body());
        } else {
            Files.write(file, answer.body().getBytes(StandardCharsets.UTF_8));
            say("written to " + file, Json.object().put("file", file.toString()).build());
        }
        return new Gateways.Answer(200, "");
    }
}
