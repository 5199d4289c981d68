package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse explain}: what would become of a call, stage by stage, or why a tool is not there. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what would become of a call: which bundle governs and why, what each stage of its policies says, and"
                    + " why a tool is not there. Nothing is called, charged or approved.",
            "The running gateway is asked; when none runs, its file and the catalog it stored are."
        },
        footer = {
            "",
            "Example: gatehouse explain --as agent:release-bot --server engineering --call gh_create_issue '{\"title\":\"x\"}'"
                    + " --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class ExplainCommand extends AdminVerb {
    @Option(
            names = "--as",
            required = true,
            paramLabel = "WHO",
            description = "agent:NAME, user:PROVIDER/NAME[,group:PROVIDER/GROUP...] or anonymous")
    private String as;

    @Option(names = "--server", required = true, paramLabel = "NAME", description = "the virtual server")
    private String server;

    @Option(names = "--call", required = true, paramLabel = "TOOL", description = "the tool, by its public name")
    private String tool;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ARGUMENTS", description = "a JSON object (default: {})")
    private String arguments = "{}";

    @Override
    public Integer call() {
        String query = "?as=" + encoded(as) + "&server=" + encoded(server) + "&call=" + encoded(tool) + "&arguments="
                + encoded(arguments);
        return send(Method.GET, "/api/v1/explain" + query, "", ExplainCommand::text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String text(Json explained) {
        StringBuilder text = new StringBuilder();
        explained
                .text("as")
                .ifPresent(who -> text.append("caller   ").append(who).append('\n'));
        text.append("bundle   ").append(explained.text("bundle").orElse("none")).append('\n');
        list(explained, "bundles")
                .forEach(line ->
                        text.append("  ").append(line.string().orElse("")).append('\n'));
        list(explained, "stages").forEach(stage -> text.append(stage(stage)).append('\n'));
        text.append("outcome  ").append(explained.text("outcome").orElse(""));
        explained
                .text("reason")
                .filter(reason -> !reason.isEmpty())
                .ifPresent(reason -> text.append(": ").append(reason));
        list(explained, "notes")
                .forEach(note -> text.append("\nnote     ").append(note.string().orElse("")));
        return text.toString();
    }

    private static String stage(Json stage) {
        String reason = stage.text("reason").orElse("");
        return "stage    " + stage.text("stage").orElse("") + "  "
                + stage.text("decision").orElse("") + (reason.isEmpty() ? "" : "  " + reason);
    }

    private static List<Json> list(Json explained, String name) {
        return explained.member(name).map(Json::elements).orElse(List.of());
    }
}
