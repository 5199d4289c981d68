package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A verb that is one request to the admin API, of a gateway that runs or is stopped. */
abstract class AdminVerb implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOption output;

    /** @param text what people read of the answer */
    final int send(Method method, String path, String body, Function<Json, String> text) {
        try {
            Gateways.Answer answer = new AdminDoor(config.load().config()).send(method, path, body);
            Json json = answer.body().isEmpty() ? Json.EMPTY_OBJECT : answer.json();
            if (answer.status() >= 300) {
                String why = json.text("message").or(() -> json.text("error")).orElse(answer.body());
                return output.fail(ExitCode.FAILED, why);
            }
            output.print(Terminal.safe(text.apply(json)), json);
            return ExitCode.OK;
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        } catch (StartFailedException | IOException e) {
            return output.fail(ExitCode.FAILED, Terminal.messageOf(e));
        }
    }

    final int misused(String why) {
        return output.fail(ExitCode.USAGE, why);
    }
}
