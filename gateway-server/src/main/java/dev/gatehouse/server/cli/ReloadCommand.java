package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse reload}: makes the running gateway read its file again; a file with problems changes nothing. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description =
                "Makes the running gateway read its configuration again. A wrong file is refused, the old one runs on.",
        footer = {"", "Example: gatehouse reload --config gatehouse.yaml", ExitCode.TEXT})
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            Gateways.Answer answer =
                    new AdminDoor(config.load().config()).sendToRunning(Method.POST, "/api/v1/reload", "");
            Json json = answer.json();
            if (answer.status() != 200) {
                return output.fail(
                        answer.status() == 422 ? ExitCode.BAD_CONFIGURATION : ExitCode.FAILED, problems(json));
            }
            output.print(
                    "reloaded: revision " + json.text("revision").orElse("")
                            + Terminal.warnings(lines(json, "warnings")),
                    json);
            return ExitCode.OK;
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        } catch (StartFailedException | IOException e) {
            return output.fail(ExitCode.UNREACHABLE, "No gateway answers: " + Terminal.messageOf(e));
        }
    }

    private static String problems(Json json) {
        return json.member("problems").isPresent()
                ? String.join("\n", lines(json, "problems"))
                : json.text("detail").orElse(json.toString());
    }

    private static List<String> lines(Json json, String member) {
        return json.member(member).map(Json::elements).orElse(List.of()).stream()
                .map(line -> line.string().orElse(""))
                .toList();
    }
}
