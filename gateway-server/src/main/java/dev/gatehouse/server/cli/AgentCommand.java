package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Names;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gatehouse agent …}: credentials of the agents that the configuration names. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description =
                "Creates, rotates, revokes and lists the credentials of agents, while the gateway runs or is stopped.",
        subcommands = {
            AgentCommand.Create.class,
            AgentCommand.Rotate.class,
            AgentCommand.Revoke.class,
            AgentCommand.ListAgents.class
        },
        footer = {"", "Example: gatehouse agent create release-bot --config gatehouse.yaml --output json", ExitCode.TEXT
        })
final class AgentCommand {
    abstract static class Verb extends AdminVerb {
        final int send(Method method, String path, Function<Json, String> text) {
            return send(method, "/api/v1/agents" + path, "", text);
        }

        /** A name that is no slug never becomes part of a path. */
        final int sendFor(String name, Method method, String below, Function<Json, String> text) {
            return Names.isSlug(name)
                    ? send(method, "/" + name + below, text)
                    : misused("not a name of an agent: " + name);
        }
    }

    private static String issued(Json answer) {
        return "client id:     " + answer.text("clientId").orElse("")
                + "\nclient secret: " + answer.text("clientSecret").orElse("")
                + "\nThe secret is shown once. Exchange both for a token at the gateway's /oauth/token.";
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Gives an agent that the file names a fresh credential and prints it, once.",
            footer = {"", "Example: gatehouse agent create release-bot --config gatehouse.yaml", ExitCode.TEXT})
    static final class Create extends Verb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name in the file")
        private String name;

        @Override
        public Integer call() {
            return sendFor(name, Method.POST, "/credentials", AgentCommand::issued);
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Gives an agent a new secret; the old one works for a day more.",
            footer = {"", "Example: gatehouse agent rotate release-bot --config gatehouse.yaml", ExitCode.TEXT})
    static final class Rotate extends Verb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name in the file")
        private String name;

        @Override
        public Integer call() {
            return sendFor(name, Method.POST, "/rotation", AgentCommand::issued);
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends every secret and every token of an agent, now.",
            footer = {"", "Example: gatehouse agent revoke release-bot --config gatehouse.yaml", ExitCode.TEXT})
    static final class Revoke extends Verb {
        @Parameters(index = "0", paramLabel = "NAME", description = "the agent's name")
        private String name;

        @Override
        public Integer call() {
            return sendFor(name, Method.DELETE, "/credentials", _ -> "revoked: " + name);
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists agents with the state of their credentials. Shows no secrets.",
            footer = {"", "Example: gatehouse agent list --config gatehouse.yaml --output json", ExitCode.TEXT})
    static final class ListAgents extends Verb {
        @Override
        public Integer call() {
            return send(Method.GET, "", ListAgents::table);
        }

        private static String table(Json answer) {
            return answer.member("agents").stream()
                    .flatMap(agents -> agents.elements().stream())
                    .map(agent -> agent.text("name").orElse("") + "\t"
                            + agent.text("state").orElse("") + "\t"
                            + agent.text("bundle").orElse("-") + "\t"
                            + agent.text("clientId").orElse("-"))
                    .collect(Collectors.joining("\n"));
        }
    }
}
