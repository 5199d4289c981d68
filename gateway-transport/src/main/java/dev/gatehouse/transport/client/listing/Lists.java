package dev.gatehouse.transport.client.listing;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one upstream lists to everybody, as it was last fetched. Used by the thread that looks after the upstream. */
public final class Lists {
    /** Of one kind; what is beyond is left out. */
    public static final int ENTRIES_MAX = 2_000;

    private final ListRequests requests;
    private final Map<Primitive, List<Definition>> entries = new EnumMap<>(Primitive.class);
    private final Map<Primitive, List<String>> notes = new EnumMap<>(Primitive.class);

    public Lists(ListRequests requests) {
        this.requests = requests;
    }

    public sealed interface Outcome {
        record Fetched(Offering offering, List<String> notes) implements Outcome {}

        /** @param answered false when the conversation is of no more use */
        record Failed(String detail, boolean answered) implements Outcome {}
    }

    /**
     * Fetches these kinds again. A list that an upstream refuses, or other than that of tools does not give in time,
     * stays as it was, with a note.
     */
    public Outcome fetch(Session session, Set<Primitive> kinds) {
        Introduction introduction = session.introduction();
        Outcome.Failed tools = null;
        for (Primitive kind : kinds) {
            switch (requests.fetch(session, kind, ClientCapabilities.NONE)) {
                case ListPages.Outcome.Fetched fetched -> {
                    entries.put(kind, fetched.entries());
                    notes.put(kind, fetched.notes());
                }
                case ListPages.Outcome.Failed failed -> {
                    Outcome.Failed failure = new Outcome.Failed(failed.detail(), failed.answered());
                    if (session.failure().isPresent() || (kind == Primitive.TOOL && !failed.answered())) {
                        return failure;
                    }
                    notes.put(kind, List.of(failed.detail()));
                    tools = kind == Primitive.TOOL ? failure : tools;
                }
            }
        }
        if (tools != null) {
            return tools;
        }
        List<String> all = new ArrayList<>();
        notes.values().forEach(all::addAll);
        return new Outcome.Fetched(
                new Offering(entries, introduction.capabilities(), introduction.instructions()), List.copyOf(all));
    }
}
