package dev.gatehouse.transport.client.listing;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fetches everything an upstream lists of one kind, page by page. */
final class ListPages {
    static final int PAGES_MAX = 256;
    static final long LIST_MAX_BYTES = 16L << 20;
    private static final long METHOD_NOT_FOUND = -32601;

    private final Session session;
    private final ClientCapabilities declared;
    private final Primitive kind;
    private final ListEntries entries;
    private final Deadline deadline;

    private ListPages(Session session, Primitive kind, ClientCapabilities declared, Deadline deadline) {
        this.session = session;
        this.declared = declared;
        this.kind = kind;
        this.entries = new ListEntries(kind);
        this.deadline = deadline;
    }

    sealed interface Outcome {
        /** @param notes one line for each entry that was left out, fit to print */
        record Fetched(List<Definition> entries, List<String> notes) implements Outcome {
            static final Fetched NOTHING = new Fetched(List.of(), List.of());
        }

        /** @param answered whether the upstream said no to this list, and not to all that it could be asked so */
        record Failed(String detail, boolean answered) implements Outcome {}
    }

    static Outcome fetch(Session session, Primitive kind, ClientCapabilities declared, Deadline deadline) {
        return new ListPages(session, kind, declared, deadline).fetch();
    }

    private Outcome fetch() {
        List<Json> found = new ArrayList<>();
        long bytes = 0;
        Set<String> cursors = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < PAGES_MAX; page++) {
            UpstreamReply reply = ask(cursor);
            if (!(reply instanceof UpstreamReply.Complete complete)) {
                return failed(reply);
            }
            Optional<Json> listed = complete.result().member(kind.listMember()).filter(Json::isArray);
            if (listed.isEmpty()) {
                return failed("a result without " + kind.listMember());
            }
            bytes += listed.get().length();
            if (bytes > LIST_MAX_BYTES) {
                return failed("more than " + LIST_MAX_BYTES + " bytes");
            }
            found.addAll(listed.get().elements());
            cursor = complete.result().text("nextCursor");
            if (cursor.isEmpty() || found.size() > Lists.ENTRIES_MAX) {
                return entries.read(found, Lists.ENTRIES_MAX);
            }
            if (!cursors.add(cursor.get())) {
                return failed("a cursor that was given before");
            }
        }
        return failed("more than " + PAGES_MAX + " pages");
    }

    private UpstreamReply ask(Optional<String> cursor) {
        ObjectWriter params = Json.object().putIf("cursor", cursor);
        return session.ask(kind.listMethod(), session.dialect().own(params, declared), deadline);
    }

    private Outcome failed(UpstreamReply reply) {
        // A server may have none of this kind, and then need not know the method.
        if (reply instanceof UpstreamReply.Errored errored && errored.code() == METHOD_NOT_FOUND) {
            return new Outcome.Fetched(List.of(), kind == Primitive.TOOL ? List.of("it has no tools") : List.of());
        }
        boolean usable = reply instanceof UpstreamReply.Errored && !Discovery.refusesRevision(reply);
        return new Outcome.Failed(kind.listMethod() + ": " + Discovery.describe(reply), usable);
    }

    private Outcome failed(String why) {
        return new Outcome.Failed(kind.listMethod() + ": " + why, true);
    }
}
