package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Caller;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.Replies;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.Optional;

/** A conversation over HTTP: what is the same in both eras. */
abstract sealed class HttpSession implements Session permits LegacyHttpSession, ModernHttpSession {
    private final SessionRoad road;
    private final Settled settled;

    HttpSession(SessionRoad road, Settled settled) {
        this.road = road;
        this.settled = settled;
    }

    /** Sends a request and returns at once. */
    abstract HttpCall start(long id, Json message, Caller caller, Over over);

    @Override
    public final Introduction introduction() {
        return settled.introduction();
    }

    @Override
    public final Dialect dialect() {
        return settled.dialect();
    }

    /** Each call has a stream of its own, even though not every server asks there. */
    @Override
    public final boolean tellsWhoIsAsked() {
        return true;
    }

    @Override
    public final UpstreamReply ask(String method, Json params, Deadline deadline) {
        long id = road.nextId();
        HttpCall call = start(id, Messages.request(id, method, params), Caller.GATEWAY, Over.NOBODY);
        return Replies.await(call, deadline);
    }

    @Override
    public final void send(String method, Json params) {
        road.tell(Messages.request(road.nextId(), method, params));
    }

    @Override
    public final Optional<String> failure() {
        return road.road().isShut() ? Optional.of("it cannot be reached") : Optional.empty();
    }

    /** On a stream of its own an answer can go to no other call, so nobody counts. */
    @Override
    public final long dropped() {
        return 0;
    }
}
