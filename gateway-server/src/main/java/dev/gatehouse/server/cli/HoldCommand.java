package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse audit hold}: records that must stay although their time is over. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps audit records beyond their time, such as for a lawsuit, until the hold is released.",
            "Who placed and who released it, and why, is in the trail."
        },
        subcommands = {HoldCommand.ListHolds.class, HoldCommand.Place.class, HoldCommand.Release.class},
        footer = {
            "",
            "Example: gatehouse audit hold place --bundle sales --from 2026-01-01 --reason 'case 12/26' --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class HoldCommand {
    private static final String PATH = "/api/v1/audit/holds";

    private HoldCommand() {}

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists holds, released ones too.")
    static final class ListHolds extends AdminVerb {
        @Override
        public Integer call() {
            return send(Method.GET, PATH, "", ListHolds::table);
        }

        private static String table(Json answer) {
            String table = answer.member("holds").stream()
                    .flatMap(all -> all.elements().stream())
                    .map(ListHolds::line)
                    .collect(Collectors.joining("\n"));
            return table.isEmpty() ? "nothing is held" : table;
        }

        private static String line(Json hold) {
            return text(hold, "id") + "  "
                    + hold.text("bundle").map(name -> "bundle " + name).orElse("everything") + " from "
                    + text(hold, "from")
                    + hold.text("to").map(to -> " to before " + to).orElse(" on") + ", placed by "
                    + text(hold, "placedBy") + " at " + text(hold, "placedAt")
                    + hold.text("releasedBy")
                            .map(by -> ", released by " + by + " at " + text(hold, "releasedAt"))
                            .orElse("")
                    + ": " + text(hold, "reason");
        }

        private static String text(Json hold, String name) {
            return hold.text(name).orElse("");
        }
    }

    @Command(name = "place", mixinStandardHelpOptions = true, description = "Holds records from now on.")
    static final class Place extends AdminVerb {
        @Option(names = "--bundle", paramLabel = "NAME", description = "only of this one; all records when left out")
        private @Nullable String bundle;

        @Option(
                names = "--from",
                required = true,
                paramLabel = "DAY",
                description = "the first day, by UTC: 2026-01-01")
        private String from;

        @Option(
                names = "--to",
                paramLabel = "DAY",
                description = "the day after the last; without an end when left out")
        private @Nullable String to;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the trail")
        private String reason;

        @Override
        public Integer call() {
            String order = Json.object()
                    .putIf("bundle", Optional.ofNullable(bundle))
                    .put("from", from)
                    .putIf("to", Optional.ofNullable(to))
                    .put("reason", reason)
                    .build()
                    .toString();
            return send(
                    Method.POST,
                    PATH,
                    order,
                    answer -> "holds from now on: " + answer.text("id").orElse(""));
        }
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = "Ends a hold.")
    static final class Release extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "the hold")
        private String id;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the trail")
        private String reason;

        @Override
        public Integer call() {
            String path = PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/release";
            String order = Json.object().put("reason", reason).build().toString();
            return send(Method.POST, path, order, _ -> "released " + id);
        }
    }
}
