package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.server.gateway.Quickstart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse call}: one governed tool call, as any agent would make it: token first, then the call. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = "Calls a tool through the gateway that `gatehouse up` started.",
        footer = {"", "Example: gatehouse call demo_echo '{\"message\":\"hi\"}'", ExitCode.TEXT})
final class CallCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "the tool's public name")
    private String tool;

    @Parameters(index = "1", arity = "0..1", defaultValue = "{}", description = "arguments, a JSON object")
    private String arguments;

    @Option(
            names = "--env-file",
            defaultValue = "data/quickstart.env",
            description = "where `up` wrote url and credentials (default: ${DEFAULT-VALUE})")
    private Path envFile;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            Json parsed = Json.read(arguments);
            Quickstart quickstart = Quickstart.read(envFile);
            return show(answer(QuickstartAgent.of(quickstart), parsed));
        } catch (JsonSyntaxException e) {
            return output.fail(ExitCode.USAGE, "the arguments are not JSON: " + Terminal.messageOf(e));
        } catch (QuickstartAgent.DeniedException e) {
            return output.fail(ExitCode.DENIED, Terminal.messageOf(e));
        } catch (IOException e) {
            return output.fail(
                    ExitCode.UNREACHABLE,
                    "No gateway answers (" + Terminal.messageOf(e) + "). Is `gatehouse up` running, and is " + envFile
                            + " its file?");
        }
    }

    private Json answer(QuickstartAgent agent, Json parsed) throws IOException, QuickstartAgent.DeniedException {
        Gateways.Answer answer = Gateways.send("POST", agent.url(), agent.callHeaders(tool), agent.call(tool, parsed));
        return answer.json()
                .member("result")
                .orElseThrow(
                        () -> new QuickstartAgent.DeniedException("status " + answer.status() + ": " + answer.body()));
    }

    private int show(Json result) {
        String text = result.member("content").stream()
                .flatMap(content -> content.elements().stream())
                .map(block -> block.text("text").orElse(block.toString()))
                .collect(Collectors.joining("\n"));
        output.print(Terminal.safe(text), result);
        return result.member("isError").flatMap(Json::bool).orElse(false) ? ExitCode.DENIED : ExitCode.OK;
    }
}
