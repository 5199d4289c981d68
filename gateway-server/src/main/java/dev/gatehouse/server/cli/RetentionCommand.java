package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.bind.Durations;
import dev.gatehouse.server.trail.RetentionRoutes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse audit retention}: how long records are kept, and the two people that it takes to keep them for less. */
@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how long audit records are kept. A configuration can make that longer; shorter takes two owners:",
            "one asks, another one confirms within seven days. Whoever uses this command is one person, whoever it is:",
            "the other one confirms through the admin API. Only what is recorded from then on is kept for less."
        },
        subcommands = {
            RetentionCommand.Show.class,
            RetentionCommand.Shorten.class,
            RetentionCommand.Confirm.class,
            RetentionCommand.Withdraw.class
        },
        footer = {
            "",
            "Example: gatehouse audit retention shorten --bundle sales --to 90d --reason 'policy 7' --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class RetentionCommand {
    private static final String PATH = "/api/v1" + RetentionRoutes.PATH;
    private static final String LOWERINGS = PATH + "/lowerings";

    private RetentionCommand() {}

    private static String text(Json json, String name) {
        return json.text(name).orElse("");
    }

    private static long days(Json json, String name) {
        return json.member(name).map(value -> value.integer().orElse(0)).orElse(0L);
    }

    private static String bundle(Json json) {
        return json.text("bundle").map(name -> "bundle " + name).orElse("no bundle");
    }

    private static String change(Json lowering) {
        return bundle(lowering) + " from " + days(lowering, "from") + " to " + days(lowering, "to") + " days";
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows how long records are kept, and who asked for less.",
            footer = {"", "Example: gatehouse audit retention list --config gatehouse.yaml", ExitCode.TEXT})
    static final class Show extends AdminVerb {
        @Override
        public Integer call() {
            return send(Method.GET, PATH, "", Show::table);
        }

        private static String table(Json answer) {
            return Stream.concat(
                            elements(answer, "kept").map(Show::kept),
                            elements(answer, "lowerings").map(Show::lowering))
                    .collect(Collectors.joining("\n"));
        }

        private static Stream<Json> elements(Json answer, String name) {
            return answer.member(name).stream().flatMap(list -> list.elements().stream());
        }

        private static String kept(Json kept) {
            String configured = kept.member("configured").isPresent()
                    ? "configured " + days(kept, "configured") + " days"
                    : "not configured";
            String floor = kept.member("atLeast").isPresent()
                    ? ", at least " + days(kept, "atLeast") + " days since " + text(kept, "since") + " by "
                            + text(kept, "setBy")
                    : "";
            return bundle(kept) + ": " + days(kept, "days") + " days (" + configured + floor + ")";
        }

        private static String lowering(Json lowering) {
            String when = lowering.text("endedBy")
                    .map(by -> text(lowering, "state") + " by " + by + " at " + text(lowering, "endedAt"))
                    .orElse(text(lowering, "state") + ", to be confirmed before " + text(lowering, "expiresAt"));
            return text(lowering, "id") + "  " + change(lowering) + ", asked by " + text(lowering, "askedBy") + " at "
                    + text(lowering, "askedAt") + ", " + when + ": " + text(lowering, "reason");
        }
    }

    @Command(
            name = "shorten",
            mixinStandardHelpOptions = true,
            description = {
                "Asks that records are kept for fewer days. Set the new time in the configuration first: until another",
                "owner confirms, records are kept as before."
            },
            footer = {
                "",
                "Example: gatehouse audit retention shorten --bundle sales --to 90d --reason 'policy 7' --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Shorten extends AdminVerb {
        @Option(
                names = "--bundle",
                paramLabel = "NAME",
                description = "of this one; what belongs to no bundle when left out")
        private @Nullable String bundle;

        @Option(names = "--to", required = true, paramLabel = "DAYS", description = "for how long from then on: 90d")
        private String to;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the trail")
        private String reason;

        @Override
        public Integer call() {
            Optional<Duration> time = Durations.parse(to)
                    .filter(given ->
                            given.equals(Duration.ofDays(given.toDays())) && given.toDays() <= Integer.MAX_VALUE);
            if (time.isEmpty()) {
                return misused("--to " + to + ": expected a number of days such as 90d");
            }
            String order = Json.object()
                    .putIf("bundle", Optional.ofNullable(bundle))
                    .put("days", time.get().toDays())
                    .put("reason", reason)
                    .build()
                    .toString();
            return send(
                    Method.POST,
                    LOWERINGS,
                    order,
                    lowering -> text(lowering, "id") + ": " + change(lowering)
                            + ". Another owner has to confirm it before " + text(lowering, "expiresAt"));
        }
    }

    @Command(
            name = "confirm",
            mixinStandardHelpOptions = true,
            description = "Confirms what another owner asked for; in force at all gateways within a second.",
            footer = {
                "",
                "Example: gatehouse audit retention confirm lowering-3f2a9c0d11e8 --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Confirm extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "what was asked for")
        private String id;

        @Override
        public Integer call() {
            return send(Method.POST, path(id, "confirm"), "", lowering -> "confirmed: " + change(lowering));
        }
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = "Takes back what was asked for, by whomever.",
            footer = {
                "",
                "Example: gatehouse audit retention withdraw lowering-3f2a9c0d11e8 --reason mistaken --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Withdraw extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "what was asked for")
        private String id;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the trail")
        private String reason;

        @Override
        public Integer call() {
            String order = Json.object().put("reason", reason).build().toString();
            return send(Method.POST, path(id, "withdraw"), order, lowering -> "withdrawn: " + change(lowering));
        }
    }

    private static String path(String id, String verb) {
        return LOWERINGS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/" + verb;
    }
}
