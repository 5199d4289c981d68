package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.KillSwitch;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse kill}: switches something off at once, or lists what is off. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = {
            "Switches off an agent, an upstream, a tool or a bundle at once, until it is revived. Lists what is off, when"
                    + " called without a name.",
            "A tool is SERVER/TOOL as clients of a virtual server call it, or upstream:UPSTREAM/TOOL wherever it is."
        },
        footer = {
            "",
            "Example: gatehouse kill tool upstream:files/delete_file --reason 'incident 12' --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class KillCommand extends AdminVerb {
    private static final String PATH = "/api/v1/kills";

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "agent, upstream, tool or bundle")
    private @Nullable String kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "its name")
    private @Nullable String name;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the trail; callers do not read it")
    private String reason = "";

    @Override
    public Integer call() {
        return kind == null ? send(Method.GET, PATH, "", KillCommand::table) : order(this, PATH, kind, name, reason);
    }

    /** {@code gatehouse revive}: the way back. */
    @Command(
            name = "revive",
            mixinStandardHelpOptions = true,
            description = "Switches on again what was switched off by 'gatehouse kill'.",
            footer = {"", "Example: gatehouse revive agent release-bot --config gatehouse.yaml", ExitCode.TEXT})
    static final class Revive extends AdminVerb {
        @Parameters(index = "0", paramLabel = "KIND", description = "agent, upstream, tool or bundle")
        private String kind;

        @Parameters(index = "1", paramLabel = "NAME", description = "its name")
        private String name;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the trail")
        private String reason = "";

        @Override
        public Integer call() {
            return order(this, PATH + "/revive", kind, name, reason);
        }
    }

    private static int order(AdminVerb verb, String path, String kind, @Nullable String name, String reason) {
        Optional<KillSwitch> what = KillSwitch.of(kind, name == null ? "" : name);
        if (what.isEmpty()) {
            return verb.misused("expected: agent NAME, upstream NAME, bundle NAME, tool SERVER/TOOL or"
                    + " tool upstream:UPSTREAM/TOOL");
        }
        String body = Json.object()
                .put("kind", what.get().kind())
                .put("name", what.get().name())
                .putIf("reason", Optional.of(reason).filter(text -> !text.isBlank()))
                .build()
                .toString();
        return verb.send(Method.POST, path, body, KillCommand::state);
    }

    private static String state(Json answer) {
        String done = "switched " + answer.text("state").orElse("") + ": "
                + answer.text("kind").orElse("") + " " + answer.text("name").orElse("");
        return answer.text("warning").map(warning -> done + "\n" + warning).orElse(done);
    }

    private static String table(Json answer) {
        String table = answer.member("kills").stream()
                .flatMap(kills -> kills.elements().stream())
                .map(kill -> String.join(
                        "\t",
                        kill.text("kind").orElse(""),
                        kill.text("name").orElse(""),
                        kill.text("thrownAt").orElse(""),
                        kill.text("reason").orElse("")))
                .collect(Collectors.joining("\n"));
        return table.isEmpty() ? "nothing is switched off" : table;
    }
}
