package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.bind.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse agent key …}: API keys of an agent, for programs that cannot ask for tokens. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Creates, lists and revokes API keys, which programs present in place of a token.",
        subcommands = {AgentKeyCommand.Create.class, AgentKeyCommand.ListKeys.class, AgentKeyCommand.Revoke.class},
        footer = {
            "",
            "Example: gatehouse agent key create release-bot --label ci --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class AgentKeyCommand {

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes an API key of an agent that has credentials, and prints it, once.",
            footer = {
                "",
                "Example: gatehouse agent key create release-bot --label ci --server engineering --lifetime 30d"
                        + " --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Create extends AgentVerb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Option(names = "--label", required = true, description = "what the key is for")
        private String label;

        @Option(names = "--server", description = "the one virtual server that it opens (default: the agent's)")
        private @Nullable String server;

        @Option(
                names = "--lifetime",
                paramLabel = "DURATION",
                defaultValue = "90d",
                description = "at most 365d (default: ${DEFAULT-VALUE})")
        private String lifetime;

        @Override
        public Integer call() {
            Optional<Duration> lasts = Durations.parse(lifetime);
            if (lasts.isEmpty()) {
                return misused("--lifetime: " + lifetime + " (expected: a duration such as 90d)");
            }
            Json body = Json.object()
                    .put("label", label)
                    .putIf("server", Optional.ofNullable(server))
                    .put("lifetime", lasts.get().toString())
                    .build();
            return sendFor(name, Method.POST, "/keys", Optional.of(body), Create::issued);
        }

        private static String issued(Json answer) {
            return "API key: " + answer.text("key").orElse("")
                    + "\nid:      " + answer.text("id").orElse("")
                    + "\nexpires: " + answer.text("expires").orElse("")
                    + "\nThe key is shown once. Send it as a bearer token: Authorization: Bearer gatehouse_ak_…";
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the API keys of an agent. Shows no keys.",
            footer = {"", "Example: gatehouse agent key list release-bot --config gatehouse.yaml", ExitCode.TEXT})
    static final class ListKeys extends AgentVerb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Override
        public Integer call() {
            return sendFor(
                    name,
                    Method.GET,
                    "/keys",
                    Optional.empty(),
                    answer -> elements(answer, "keys").map(ListKeys::line).collect(Collectors.joining("\n")));
        }

        private static String line(Json key) {
            return String.join(
                    "\t",
                    key.text("id").orElse(""),
                    key.text("prefix").orElse("") + "…",
                    key.text("state").orElse(""),
                    key.text("label").orElse(""),
                    key.text("server").orElse("-"),
                    "expires " + key.text("expires").orElse(""),
                    "last used " + key.text("lastUsedAt").orElse("never"));
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends one API key, now.",
            footer = {
                "",
                "Example: gatehouse agent key revoke release-bot 0123456789abcdef --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Revoke extends AgentVerb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Parameters(index = "1", paramLabel = "ID", description = "the key's id, as it is listed")
        private String id;

        @Override
        public Integer call() {
            return id.matches("[0-9a-f]{16}")
                    ? sendFor(name, Method.DELETE, "/keys/" + id, Optional.empty(), _ -> "revoked: " + id)
                    : misused("not an id of a key: " + id);
        }
    }
}
