package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.server.config.bind.Durations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse approval}: the calls that wait for somebody's yes. */
@Command(
        name = "approval",
        mixinStandardHelpOptions = true,
        description = {
            "Shows and decides the calls that wait for an approval.",
            "Whoever can run this has the machine, and counts as one person, whoever it is."
        },
        subcommands = {
            ApprovalCommand.ListVerb.class,
            ApprovalCommand.Show.class,
            ApprovalCommand.Approve.class,
            ApprovalCommand.Deny.class,
            ApprovalCommand.Standing.class,
            ApprovalCommand.Revoke.class
        },
        footer = {
            "",
            "Example: gatehouse approval approve 3f2a9c0d11e8b7a4 --for 1h --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class ApprovalCommand {
    private static final String PATH = "/api/v1/approvals";
    private static final String STANDING_PATH = "/api/v1/standing-approvals";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists what waits, and what was not used yet.")
    static final class ListVerb extends AdminVerb {
        @Override
        public Integer call() {
            return send(Method.GET, PATH, "", answer -> table(answer, "approvals", "nothing waits for an approval"));
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one request with its arguments.")
    static final class Show extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "the request")
        private String id;

        @Override
        public Integer call() {
            return send(Method.GET, path(PATH, id), "", ApprovalCommand::detail);
        }
    }

    @Command(name = "approve", mixinStandardHelpOptions = true, description = "Approves a call.")
    static final class Approve extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "the request")
        private String id;

        @Option(names = "--comment", paramLabel = "TEXT", description = "for the trail")
        private String comment = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "and all calls of the same caller for the same target, so long: 30m, 1h, at most 24h")
        private @Nullable String standing;

        @Override
        public Integer call() {
            ObjectWriter body = commented(comment);
            if (standing != null) {
                Optional<Duration> time = Durations.parse(standing);
                if (time.isEmpty()) {
                    return misused("--for: expected a time such as 30m or 1h");
                }
                body.put("standing", time.get().toString());
            }
            return send(Method.POST, path(PATH, id) + "/approve", body.build().toString(), ApprovalCommand::line);
        }
    }

    @Command(name = "deny", mixinStandardHelpOptions = true, description = "Denies a call.")
    static final class Deny extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "the request")
        private String id;

        @Option(names = "--comment", paramLabel = "TEXT", description = "why; the caller reads it")
        private String comment = "";

        @Override
        public Integer call() {
            String body = commented(comment).build().toString();
            return send(Method.POST, path(PATH, id) + "/deny", body, ApprovalCommand::line);
        }
    }

    @Command(name = "standing", mixinStandardHelpOptions = true, description = "Lists who needs no approval for now.")
    static final class Standing extends AdminVerb {
        @Override
        public Integer call() {
            return send(Method.GET, STANDING_PATH, "", answer -> table(answer, "standing", "no approval stands"));
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a standing approval.")
    static final class Revoke extends AdminVerb {
        @Parameters(paramLabel = "ID", description = "of the standing approval")
        private String id;

        @Override
        public Integer call() {
            return send(Method.DELETE, path(STANDING_PATH, id), "", _ -> "revoked " + id);
        }
    }

    private static String path(String path, String id) {
        return path + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static ObjectWriter commented(String comment) {
        return Json.object().putIf("comment", Optional.of(comment).filter(text -> !text.isBlank()));
    }

    private static String table(Json answer, String list, String none) {
        String table = answer.member(list).stream()
                .flatMap(all -> all.elements().stream())
                .map(ApprovalCommand::line)
                .collect(Collectors.joining("\n"));
        return table.isEmpty() ? none : table;
    }

    private static String line(Json one) {
        return String.join(
                "\t",
                text(one, "id"),
                text(one, "state"),
                text(one, "kind") + " " + text(one, "requester"),
                text(one, "server") + "/" + text(one, "name"),
                "until " + text(one, "expiresAt"));
    }

    private static String detail(Json one) {
        String outcome =
                one.text("outcome").map(word -> "\nby the gateway: " + word).orElse("");
        return line(one) + outcome + "\n" + text(one, "reason") + "\n" + text(one, "arguments");
    }

    private static String text(Json one, String name) {
        return one.text(name).orElse("");
    }
}
