package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Incoming;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.News;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** For a request that stands alone: there is nothing to renew or to go on with, and its closed stream cancels it. */
class StandaloneContext implements CallContext {
    /** The tool became another, or the whole server: the next listing shows which. */
    private static final Set<Long> OUTDATED = Set.of(Discovery.HEADER_MISMATCH, Discovery.UNSUPPORTED_VERSION);

    private final SessionRoad road;
    private final Connector.Listener listener;

    StandaloneContext(SessionRoad road, Connector.Listener listener) {
        this.road = road;
        this.listener = listener;
    }

    @Override
    public void aside(Incoming message) {
        switch (message) {
            case Incoming.Asked asked -> respond(Messages.answer(asked));
            case Incoming.Told told -> {
                boolean _ = News.tell(told, listener);
            }
            case Incoming.Failure _, Incoming.Answer _, Incoming.Junk _ -> {
                // An answer to nobody: nothing was asked that could want it.
            }
        }
    }

    @Override
    public void failed(long code) {
        if (OUTDATED.contains(code)) {
            listener.listChanged(Primitive.TOOL);
        }
    }

    @Override
    public boolean asksOnTheStream() {
        return false;
    }

    @Override
    public void respond(Json response) {
        road.tell(response);
    }

    @Override
    public Optional<HttpExchange> again(Deadline deadline) {
        return Optional.empty();
    }

    @Override
    public Optional<HttpExchange> resume(HttpExchange broken, Deadline deadline, BooleanSupplier stop)
            throws InterruptedException {
        return Optional.empty();
    }

    /** To a modern server the closed response says it (2026-07-28, basic/patterns/cancellation). */
    @Override
    public void cancelled(String reason) {}
}
