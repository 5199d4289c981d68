package dev.gatehouse.transport.client.listing;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.function.Function;

/**
 * Asks an upstream for one of its lists.
 *
 * @param patience the deadline of a list that is asked for now
 */
public record ListRequests(Function<Primitive, Deadline> patience) {

    /** @param declared what a modern upstream is told that the client can do; a legacy one was told by the session */
    ListPages.Outcome fetch(Session session, Primitive kind, ClientCapabilities declared) {
        if (!mayList(session.introduction(), kind)) {
            return ListPages.Outcome.Fetched.NOTHING;
        }
        ListPages.Outcome first = ListPages.fetch(session, kind, declared, patience.apply(kind));
        // Asking twice is harmless, and a pooled connection may have died since it was last used.
        boolean again = kind == Primitive.TOOL
                && first instanceof ListPages.Outcome.Failed failed
                && !failed.answered()
                && session.failure().isEmpty()
                && !Thread.currentThread().isInterrupted();
        return again ? ListPages.fetch(session, kind, declared, patience.apply(kind)) : first;
    }

    /** Tools are asked for whatever was declared: they are what most servers are for, and some forget to say so. */
    private static boolean mayList(Introduction introduction, Primitive kind) {
        return switch (kind) {
            case TOOL -> true;
            case PROMPT -> introduction.declares("prompts");
            case RESOURCE, TEMPLATE -> introduction.declares("resources");
        };
    }
}
