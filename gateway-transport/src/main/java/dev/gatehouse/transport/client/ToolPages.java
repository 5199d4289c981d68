package dev.gatehouse.transport.client;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fetches everything an upstream lists, page by page. */
final class ToolPages {
    static final int PAGES_MAX = 64;
    static final int TOOLS_MAX = 500;
    private static final long METHOD_NOT_FOUND = -32601;

    private final Session session;
    private final Deadline deadline;

    private ToolPages(Session session, Deadline deadline) {
        this.session = session;
        this.deadline = deadline;
    }

    sealed interface Outcome {
        /** @param notes one line for each tool that was left out, fit to print */
        record Fetched(List<Definition> tools, List<String> notes) implements Outcome {}

        /** @param answered whether the upstream is alive enough to say no */
        record Failed(String detail, boolean answered) implements Outcome {}
    }

    static Outcome fetch(Session session, Deadline deadline) {
        return new ToolPages(session, deadline).fetch();
    }

    private Outcome fetch() {
        List<Json> found = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < PAGES_MAX; page++) {
            UpstreamReply reply = ask(cursor);
            if (!(reply instanceof UpstreamReply.Complete complete)) {
                return failed(reply);
            }
            Optional<Json> tools = complete.result().member("tools").filter(Json::isArray);
            if (tools.isEmpty()) {
                return new Outcome.Failed("tools/list: a result without tools", true);
            }
            found.addAll(tools.get().elements());
            cursor = complete.result().text("nextCursor");
            if (cursor.isEmpty() || found.size() > TOOLS_MAX) {
                return ToolEntries.read(found, TOOLS_MAX);
            }
            if (!cursors.add(cursor.get())) {
                return new Outcome.Failed("tools/list: a cursor that was given before", true);
            }
        }
        return new Outcome.Failed("tools/list: more than " + PAGES_MAX + " pages", true);
    }

    private UpstreamReply ask(Optional<String> cursor) {
        ObjectWriter params = Json.object().putIf("cursor", cursor);
        return session.ask("tools/list", session.dialect().own(params), deadline);
    }

    private static Outcome failed(UpstreamReply reply) {
        // A server may have no tools at all, and then need not know the method.
        if (reply instanceof UpstreamReply.Errored errored && errored.code() == METHOD_NOT_FOUND) {
            return new Outcome.Fetched(List.of(), List.of("it has no tools"));
        }
        return new Outcome.Failed("tools/list: " + Discovery.describe(reply), reply instanceof UpstreamReply.Errored);
    }
}
