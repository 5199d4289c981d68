package dev.gatehouse.transport.client.listing;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.transport.client.listing.Conditions.NotListedException;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Connector.Connection;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Lists as a client with certain capabilities: a modern upstream is told of them with each request, a legacy one by a
 * session that is over afterwards.
 *
 * @param shared the conversation there is
 */
record CapableLister(Session shared, Connector.Beginning beginning, ListRequests requests)
        implements Conditions.Lister {

    @Override
    public Map<Primitive, List<Definition>> list(ClientCapabilities declared)
            throws NotListedException, InterruptedException {
        if (shared.version().isModern()) {
            return everything(shared, declared);
        }
        return switch (beginning.begin(declared)) {
            case Connection.Failed(String detail) -> throw new NotListedException(detail);
            case Connection.Established(Session own, String _) -> {
                try (own) {
                    yield everything(own, declared);
                }
            }
        };
    }

    private Map<Primitive, List<Definition>> everything(Session session, ClientCapabilities declared)
            throws NotListedException {
        Map<Primitive, List<Definition>> all = new EnumMap<>(Primitive.class);
        for (Primitive kind : Primitive.values()) {
            switch (requests.fetch(session, kind, declared)) {
                case ListPages.Outcome.Fetched fetched -> all.put(kind, fetched.entries());
                case ListPages.Outcome.Failed failed -> throw new NotListedException(failed.detail());
            }
        }
        return all;
    }
}
