package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.transport.client.road.HttpExchange;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Messages;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** For a request within a legacy session: the session may have to be renewed, the stream gone on with. */
final class LegacyContext extends StandaloneContext {
    private final SessionRoad road;
    private final Initializing initializing;
    private final long id;
    private final Json message;
    private final Optional<String> session;
    private final Resumes resumes = new Resumes();

    /** @param session in which the message is sent */
    LegacyContext(
            SessionRoad road,
            Connector.Listener listener,
            Initializing initializing,
            long id,
            Json message,
            Optional<String> session) {
        super(road, listener);
        this.road = road;
        this.initializing = initializing;
        this.id = id;
        this.message = message;
        this.session = session;
    }

    @Override
    public boolean asksOnTheStream() {
        return true;
    }

    @Override
    public Optional<HttpExchange> again(Deadline deadline) {
        // A server that does not know the session has not looked at the request (2025-11-25, basic/transports).
        boolean may = session.isPresent() && !resumes.begun() && initializing.renew(session, deadline);
        return may ? Optional.of(road.post(message)) : Optional.empty();
    }

    @Override
    public Optional<HttpExchange> resume(HttpExchange broken, Deadline deadline, BooleanSupplier stop)
            throws InterruptedException {
        boolean may = resumes.mayFollow(broken) && road.road().pause(resumes.pause(), deadline, stop);
        return may ? Optional.of(road.get(resumes.lastEventId())) : Optional.empty();
    }

    @Override
    public void cancelled(String reason) {
        road.tell(Messages.cancelled(id, reason));
    }
}
