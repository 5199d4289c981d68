package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.bind.Durations;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse agent …}: agents, those of the file and those made here, and their credentials. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description =
                "Makes agents, and creates, rotates, revokes and lists credentials, whether the gateway runs or not.",
        subcommands = {
            AgentCommand.Create.class,
            AgentCommand.Rotate.class,
            AgentCommand.Renew.class,
            AgentCommand.Revoke.class,
            AgentCommand.ListAgents.class,
            AgentKeyCommand.class
        },
        footer = {"", "Example: gatehouse agent create release-bot --config gatehouse.yaml --output json", ExitCode.TEXT
        })
final class AgentCommand {

    private static String issued(Json answer) {
        return "client id:     " + answer.text("clientId").orElse("")
                + "\nclient secret: " + answer.text("clientSecret").orElse("")
                + "\nThe secret is shown once. Exchange both for a token at the gateway's /oauth/token.";
    }

    /** Midnight where nobody lives in particular: the first moment of the day in UTC. */
    private static String moment(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Gives an agent that the file names a fresh credential and prints it, once.",
                "With --bundle: makes an agent that the file does not name."
            },
            footer = {
                "",
                "Example: gatehouse agent create night-bot --bundle reporting --owner okta/ann@example.com"
                        + " --purpose 'nightly report' --expires 2027-12-31 --rotate-every 90d --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Create extends AgentVerb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Option(names = "--bundle", description = "the bundle that governs it")
        private @Nullable String bundle;

        @Option(names = "--owner", description = "who answers for it; a person as provider/userName")
        private @Nullable String owner;

        @Option(names = "--purpose", description = "what it is there for")
        private @Nullable String purpose;

        @Option(names = "--expires", paramLabel = "DATE", description = "the first day on which it is refused, in UTC")
        private @Nullable LocalDate expires;

        @Option(
                names = "--rotate-every",
                paramLabel = "DURATION",
                description = "how old its secret may grow, such as 90d")
        private @Nullable String rotateEvery;

        @Override
        public Integer call() {
            if (bundle == null) {
                boolean saysMore =
                        Stream.of(owner, purpose, rotateEvery, expires).anyMatch(said -> said != null);
                return saysMore
                        ? misused("--bundle is missing: what an agent of the file is, is said there")
                        : sendFor(name, Method.POST, "/credentials", Optional.empty(), AgentCommand::issued);
            }
            Optional<Duration> every = Optional.ofNullable(rotateEvery).flatMap(Durations::parse);
            if (rotateEvery != null && every.isEmpty()) {
                return misused("--rotate-every: " + rotateEvery + " (expected: a duration such as 90d)");
            }
            Json body = Json.object()
                    .put("name", name)
                    .put("bundle", bundle)
                    .putIf("owner", Optional.ofNullable(owner))
                    .putIf("purpose", Optional.ofNullable(purpose))
                    .putIf("expires", Optional.ofNullable(expires).map(AgentCommand::moment))
                    .putIf("rotateEvery", every.map(Duration::toString))
                    .build();
            return send(Method.POST, AGENTS, body.toString(), AgentCommand::issued);
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Gives an agent a new secret; the old one works for a day more.",
            footer = {"", "Example: gatehouse agent rotate release-bot --config gatehouse.yaml", ExitCode.TEXT})
    static final class Rotate extends AgentVerb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Override
        public Integer call() {
            return sendFor(name, Method.POST, "/rotation", Optional.empty(), AgentCommand::issued);
        }
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = "Moves the day from which on an agent is refused that was made with --bundle.",
            footer = {
                "",
                "Example: gatehouse agent renew night-bot --expires 2028-12-31 --config gatehouse.yaml",
                ExitCode.TEXT
            })
    static final class Renew extends AgentVerb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Option(
                names = "--expires",
                required = true,
                paramLabel = "DATE",
                description = "the first day on which it is refused, in UTC")
        private LocalDate expires;

        @Override
        public Integer call() {
            Json body = Json.object().put("expires", moment(expires)).build();
            return sendFor(name, Method.POST, "/renewal", Optional.of(body), _ -> name + " expires " + expires);
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends every secret, every token and every API key of an agent, now.",
            footer = {"", "Example: gatehouse agent revoke release-bot --config gatehouse.yaml", ExitCode.TEXT})
    static final class Revoke extends AgentVerb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Override
        public Integer call() {
            return sendFor(name, Method.DELETE, "/credentials", Optional.empty(), _ -> "revoked: " + name);
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists agents, with the state of their credentials and what deserves a look. Shows no secrets.",
            footer = {"", "Example: gatehouse agent list --config gatehouse.yaml --output json", ExitCode.TEXT})
    static final class ListAgents extends AgentVerb {
        @Override
        public Integer call() {
            return sendAll(AGENTS, "agents", ListAgents::table);
        }

        private static String table(Json answer) {
            return elements(answer, "agents").map(ListAgents::line).collect(Collectors.joining("\n"));
        }

        private static String line(Json agent) {
            String flags = elements(agent, "flags")
                    .map(flag -> flag.string().orElse(""))
                    .collect(Collectors.joining(", "));
            boolean overridden =
                    agent.text("source").filter("file_over_runtime"::equals).isPresent();
            String notes = Stream.of(flags, overridden ? "the file wins over what was said at run time" : "")
                    .filter(note -> !note.isEmpty())
                    .collect(Collectors.joining("; "));
            return String.join(
                    "\t",
                    agent.text("name").orElse(""),
                    agent.text("state").orElse(""),
                    agent.text("bundle").orElse("-"),
                    agent.text("clientId").orElse("-"),
                    agent.text("owner").orElse("-"),
                    agent.text("expires").orElse("-"),
                    notes.isEmpty() ? "-" : notes);
        }
    }
}
