package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.road.Road;
import dev.gatehouse.transport.client.rpc.Channel;
import dev.gatehouse.transport.client.rpc.Connector.Connection;
import dev.gatehouse.transport.client.rpc.Connector.Listener;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Discovery;
import dev.gatehouse.transport.client.rpc.Introduction;
import dev.gatehouse.transport.client.rpc.Messages;
import dev.gatehouse.transport.client.rpc.PipeCall;
import dev.gatehouse.transport.client.rpc.PipeSession;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Begins conversations over HTTP+SSE (2024-11-05, basic/transports). */
final class SseConnector {
    private final Road road;
    private final Dialect legacy;
    private final LongSupplier nanoTime;

    SseConnector(Road road, Dialect legacy, LongSupplier nanoTime) {
        this.road = road;
        this.legacy = legacy;
        this.nanoTime = nanoTime;
    }

    Connection connect(ClientCapabilities declared, Listener heard) throws InterruptedException {
        boolean exclusive = !declared.equals(ClientCapabilities.NONE);
        Deadline deadline = Deadline.in(HttpConnector.ANSWER_MAX, nanoTime.getAsLong());
        SseConversation conversation = new SseConversation(road, exclusive, heard);
        Optional<String> fault = conversation.open(deadline);
        if (fault.isPresent()) {
            conversation.close("it was not opened");
            return new Connection.Failed("GET: " + fault.get());
        }
        Channel channel = conversation.channel();
        UpstreamReply reply = await(channel.request("initialize", legacy.initialize(declared)), deadline, conversation);
        Optional<Introduction> introduction = Discovery.legacy(reply);
        if (introduction.isEmpty()) {
            conversation.close("it was not initialized");
            return new Connection.Failed("initialize: " + Discovery.describe(reply));
        }
        return initialized(conversation, introduction.get(), declared, deadline);
    }

    private Connection initialized(
            SseConversation conversation, Introduction introduction, ClientCapabilities declared, Deadline deadline)
            throws InterruptedException {
        conversation.speaks(introduction.version());
        conversation.tell(Messages.notification("notifications/initialized", Json.EMPTY_OBJECT), deadline);
        Channel channel = conversation.channel();
        Dialect dialect = new Dialect(introduction.version(), legacy.self());
        if (!declared.equals(ClientCapabilities.NONE) && introduction.declares("logging")) {
            Json level = dialect.own(Json.object().put("level", "debug"));
            UpstreamReply _ = await(channel.request("logging/setLevel", level), deadline, conversation);
        }
        return new Connection.Established(
                new PipeSession(channel, dialect, introduction, declared, () -> conversation.close("it was stopped")),
                "");
    }

    private static UpstreamReply await(PipeCall call, Deadline deadline, SseConversation conversation)
            throws InterruptedException {
        try {
            Optional<UpstreamEvent> event = call.await(deadline);
            return event.isPresent() && event.get() instanceof UpstreamEvent.Done(UpstreamReply reply)
                    ? reply
                    : new UpstreamReply.Lost(UpstreamReply.Cause.TIMEOUT, true, "no answer in time");
        } catch (InterruptedException e) {
            conversation.close("it was stopped");
            throw e;
        }
    }
}
