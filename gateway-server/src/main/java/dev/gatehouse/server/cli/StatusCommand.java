package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gatehouse status}: the upstreams of the running gateway, one per line. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the upstreams of the running gateway: health, protocol revision, how far a child is kept apart,",
            "tools, restarts, calls in flight, and why something is not ready; then what else deserves a look."
        },
        footer = {"", "Example: gatehouse status --config gatehouse.yaml", ExitCode.TEXT})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            Gateways.Answer answer =
                    new AdminDoor(config.load().config()).sendToRunning(Method.GET, "/api/v1/upstreams", "");
            Json json = answer.json();
            output.print(Terminal.safe(table(json)), json);
            return answer.status() == 200 ? ExitCode.OK : ExitCode.FAILED;
        } catch (BadConfigurationException e) {
            return output.fail(ExitCode.BAD_CONFIGURATION, Terminal.messageOf(e));
        } catch (StartFailedException | IOException e) {
            return output.fail(ExitCode.UNREACHABLE, "No gateway answers: " + Terminal.messageOf(e));
        }
    }

    private static String table(Json answer) {
        Stream<String> warnings = elements(answer, "warnings")
                .map(warning -> "warning: " + warning.string().orElse(""));
        return Stream.concat(elements(answer, "upstreams").map(StatusCommand::line), warnings)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Json> elements(Json object, String name) {
        return object.member(name).stream().flatMap(list -> list.elements().stream());
    }

    private static String line(Json upstream) {
        String notes = elements(upstream, "notes")
                .map(note -> note.string().orElse(""))
                .collect(Collectors.joining("; "));
        String about =
                upstream.text("detail").filter(detail -> !detail.isEmpty()).orElse(notes);
        return "%-20s %-9s %-11s %-8s tools %-4d restarts %-3d in flight %-4d %s"
                .formatted(
                        upstream.text("name").orElse(""),
                        upstream.text("health").orElse(""),
                        upstream.text("version").orElse("-"),
                        upstream.text("isolation").orElse("remote"),
                        number(upstream, "tools"),
                        number(upstream, "restarts"),
                        number(upstream, "inFlight"),
                        about)
                .stripTrailing();
    }

    private static long number(Json object, String name) {
        return object.member(name).map(value -> value.integer().orElse(0)).orElse(0L);
    }
}
