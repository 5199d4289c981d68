package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gatehouse audit tree}: what led to what. */
@Command(
        name = "tree",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a session of a client, or a trace, as a tree: the steps of the caller, the calls that each made, and",
            "what was recorded of them. A step is a span of the client's trace context; calls without one stand under -."
        },
        footer = {
            "",
            "Example: gatehouse audit tree --session 4bf92f3577b34da6a3ce929d0e0e4736 --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class AuditTreeCommand extends AdminVerb {
    @Option(
            names = "--session",
            defaultValue = "",
            paramLabel = "ID",
            description = "as a search of its calls tells it")
    private String session;

    @Option(names = "--trace", defaultValue = "", paramLabel = "ID", description = "32 hexadecimal digits")
    private String trace;

    @Override
    public Integer call() {
        if (session.isEmpty() == trace.isEmpty()) {
            return misused("expected one of --session and --trace");
        }
        String path =
                session.isEmpty() ? "traces/" + PinCommand.encoded(trace) : "sessions/" + PinCommand.encoded(session);
        return send(Method.GET, "/api/v1/audit/" + path, "", AuditTreeCommand::tree);
    }

    private static String tree(Json answer) {
        Stream<String> life = PinCommand.elements(answer, "life").map(TrailLines::line);
        Stream<String> steps = PinCommand.elements(answer, "steps").flatMap(AuditTreeCommand::step);
        return Stream.concat(life, steps).collect(Collectors.joining("\n"));
    }

    private static Stream<String> step(Json step) {
        String span = step.text("span").filter(id -> !id.isEmpty()).orElse("-");
        return Stream.concat(Stream.of(span), PinCommand.elements(step, "calls").flatMap(AuditTreeCommand::call));
    }

    private static Stream<String> call(Json call) {
        return Stream.concat(
                Stream.of("  " + call.text("call").orElse("")),
                PinCommand.elements(call, "events").map(event -> "    " + TrailLines.line(event)));
    }
}
