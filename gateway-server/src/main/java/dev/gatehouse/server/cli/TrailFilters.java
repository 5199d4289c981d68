package dev.gatehouse.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What records of the trail are searched by; all that is given has to match. */
final class TrailFilters {
    @Option(names = "--type", paramLabel = "TYPE", description = "the kind of event: call_attempted, administered")
    private @Nullable String type;

    @Option(names = "--agent", paramLabel = "NAME", description = "the agent that called")
    private @Nullable String agent;

    @Option(names = "--subject", paramLabel = "NAME", description = "who called, agent or person, or who administered")
    private @Nullable String subject;

    @Option(names = "--owner", paramLabel = "NAME", description = "who answers for the agent")
    private @Nullable String owner;

    @Option(names = "--bundle", paramLabel = "NAME", description = "the governing bundle")
    private @Nullable String bundle;

    @Option(names = "--server", paramLabel = "NAME", description = "the virtual server")
    private @Nullable String server;

    @Option(names = "--upstream", paramLabel = "NAME", description = "the upstream")
    private @Nullable String upstream;

    @Option(names = "--tool", paramLabel = "NAME", description = "the tool, prompt or resource, as the client named it")
    private @Nullable String tool;

    @Option(names = "--upstream-tool", paramLabel = "NAME", description = "the same, as the upstream names it")
    private @Nullable String upstreamTool;

    @Option(names = "--method", paramLabel = "NAME", description = "tools/call")
    private @Nullable String method;

    @Option(names = "--decision", paramLabel = "WORD", description = "allowed, rejected, or why it was refused")
    private @Nullable String decision;

    @Option(names = "--outcome", paramLabel = "WORD", description = "ok, tool_error, refused, abandoned")
    private @Nullable String outcome;

    @Option(names = "--call", paramLabel = "ID", description = "the call")
    private @Nullable String call;

    @Option(names = "--trace", paramLabel = "ID", description = "the trace id, 32 hexadecimal digits")
    private @Nullable String trace;

    @Option(names = "--peer", paramLabel = "ADDRESS", description = "where it came from")
    private @Nullable String peer;

    @Option(names = "--gateway", paramLabel = "ID", description = "which gateway recorded it")
    private @Nullable String gateway;

    @Option(names = "--session", paramLabel = "ID", description = "the session, as its calls name it")
    private @Nullable String session;

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            description = "words of the kept payload; \"a phrase\", or, -not. For those who read payloads")
    private @Nullable String text;

    /** For the admin API, each part with an ampersand before it. */
    String query() {
        Map<String, @Nullable String> all = new LinkedHashMap<>();
        all.put("type", type);
        all.put("agent", agent);
        all.put("subject", subject);
        all.put("owner", owner);
        all.put("bundle", bundle);
        all.put("server", server);
        all.put("upstream", upstream);
        all.put("tool", tool);
        all.put("upstreamTool", upstreamTool);
        all.put("method", method);
        all.put("decision", decision);
        all.put("outcome", outcome);
        all.put("call", call);
        all.put("trace", trace);
        all.put("peer", peer);
        all.put("gateway", gateway);
        all.put("session", session);
        all.put("text", text);
        return all.entrySet().stream()
                .map(field -> {
                    String value = field.getValue();
                    return value == null ? "" : "&" + field.getKey() + "=" + PinCommand.encoded(value);
                })
                .collect(Collectors.joining());
    }
}
