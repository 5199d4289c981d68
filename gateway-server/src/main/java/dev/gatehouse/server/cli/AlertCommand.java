package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.bind.Durations;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse audit alerts}: what rules found, and who shall hear of it. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = {
            "Shows alerts, says that somebody looks after one, silences one for a time, and tries a channel.",
            "Each of that is in the trail."
        },
        subcommands = {
            AlertCommand.ListAlerts.class,
            AlertCommand.Acknowledge.class,
            AlertCommand.Silence.class,
            AlertCommand.TestChannel.class
        },
        footer = {"", "Example: gatehouse audit alerts list --config gatehouse.yaml", ExitCode.TEXT})
final class AlertCommand {
    private static final String PATH = "/api/v1/audit/alerts";

    private AlertCommand() {}

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists what goes on, the worst first; with --all, also what was over within 30 days.",
            footer = {
                "",
                "Example: gatehouse audit alerts list --all --output json --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class ListAlerts extends AdminVerb {
        @Option(names = "--all", description = "also what is over")
        private boolean all;

        @Override
        public Integer call() {
            return run(
                    door -> {
                        Gateways.Answer answer = door.send(Method.GET, PATH, "");
                        return answer.status() == 200 && !all ? goingOn(answer) : answer;
                    },
                    ListAlerts::table);
        }

        private static Gateways.Answer goingOn(Gateways.Answer answer) throws IOException {
            Json list = Json.of(answer.json().member("alerts").stream()
                    .flatMap(alerts -> alerts.elements().stream())
                    .filter(alert -> alert.text("overAt").isEmpty())
                    .toList());
            return new Gateways.Answer(
                    200, Json.object().put("alerts", list).build().toString());
        }

        private static String table(Json answer) {
            String table = answer.member("alerts").stream()
                    .flatMap(alerts -> alerts.elements().stream())
                    .map(ListAlerts::line)
                    .collect(Collectors.joining("\n"));
            return table.isEmpty() ? "nothing is wrong" : table;
        }

        private static String line(Json alert) {
            String key = text(alert, "key");
            return text(alert, "id") + "  " + text(alert, "severity") + "  " + text(alert, "rule")
                    + (key.isEmpty() ? "" : " (" + key + ")") + ", since " + text(alert, "raisedAt")
                    + alert.text("overAt").map(at -> ", over at " + at).orElse("")
                    + alert.text("acknowledgedBy")
                            .map(by -> ", acknowledged by " + by)
                            .orElse("")
                    + alert.text("silencedUntil")
                            .map(until -> ", silenced until " + until)
                            .orElse("")
                    + "\n    " + text(alert, "text");
        }

        private static String text(Json alert, String name) {
            return alert.text(name).orElse("");
        }
    }

    @Command(
            name = "acknowledge",
            mixinStandardHelpOptions = true,
            description = "Says that somebody looks after an alert: it is not told again until it is over.",
            footer = {
                "",
                "Example: gatehouse audit alerts acknowledge 3f2a9c0d11e8b7a4 --reason 'the disk grows' --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Acknowledge extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "the alert")
        private String id;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the trail")
        private String reason;

        @Override
        public Integer call() {
            String order = Json.object().put("reason", reason).build().toString();
            return send(Method.POST, PATH + "/" + encoded(id) + "/acknowledge", order, _ -> "acknowledged " + id);
        }
    }

    @Command(
            name = "silence",
            mixinStandardHelpOptions = true,
            description = "Tells nobody of an alert for a time, whether it goes on, is over or comes again.",
            footer = {
                "",
                "Example: gatehouse audit alerts silence 3f2a9c0d11e8b7a4 --for 2h --reason 'load test' --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Silence extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "the alert")
        private String id;

        @Option(names = "--for", required = true, paramLabel = "TIME", description = "how long: 30m, 8h, at most 30d")
        private String time;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the trail")
        private String reason;

        @Override
        public Integer call() {
            Optional<Duration> parsed = Durations.parse(time);
            if (parsed.isEmpty() || parsed.get().toMinutes() < 1) {
                return misused("--for: expected a time of a minute or more, such as 30m or 8h");
            }
            String order = Json.object()
                    .put("time", parsed.get().toString())
                    .put("reason", reason)
                    .build()
                    .toString();
            return send(
                    Method.POST,
                    PATH + "/" + encoded(id) + "/silence",
                    order,
                    answer -> "silenced until " + answer.text("until").orElse(""));
        }
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Tells a channel that nothing is wrong, and whether it took that.",
            footer = {"", "Example: gatehouse audit alerts test ops --config gatehouse.yaml", ExitCode.TEXT})
    static final class TestChannel extends AdminVerb {
        @Parameters(paramLabel = "CHANNEL", description = "its name in audit.alerts.channels")
        private String channel;

        @Override
        public Integer call() {
            return send(
                    Method.POST,
                    "/api/v1/audit/alert-channels/" + encoded(channel) + "/test",
                    "",
                    _ -> "channel " + channel + " took it");
        }
    }
}
