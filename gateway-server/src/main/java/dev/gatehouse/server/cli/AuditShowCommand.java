package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse audit show}: one record, or all records of a call. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows one record as it was written, or all records of a call with all its rounds.",
            "With --payload also what is kept of arguments and results; that is recorded before it is shown."
        },
        footer = {"", "Example: gatehouse audit show 01a2b3c4d5e6f708 --payload --config gatehouse.yaml", ExitCode.TEXT
        })
final class AuditShowCommand extends AdminVerb {
    @Parameters(paramLabel = "RECORD|CALL", description = "GATEWAY/EPOCH/SEQ as a search tells it, or the id of a call")
    private String what;

    @Option(names = "--payload", description = "with what is kept of arguments and results")
    private boolean payload;

    @Override
    public Integer call() {
        String query = payload ? "?payload=true" : "";
        String[] parts = what.split("/", -1);
        if (parts.length == 3) {
            String path = Stream.of(parts).map(PinCommand::encoded).collect(Collectors.joining("/"));
            return send(Method.GET, "/api/v1/audit/events/" + path + query, "", TrailLines::detail);
        }
        return parts.length == 1
                ? send(
                        Method.GET,
                        "/api/v1/audit/calls/" + PinCommand.encoded(what) + query,
                        "",
                        answer -> PinCommand.elements(answer, "events")
                                .map(TrailLines::detail)
                                .collect(Collectors.joining("\n\n")))
                : misused("expected GATEWAY/EPOCH/SEQ or the id of a call");
    }
}
