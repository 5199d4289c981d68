package dev.gatehouse.transport.client.stdio;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.rpc.Dialect;
import dev.gatehouse.transport.client.rpc.Replies;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.Optional;

/** A conversation with a child in the dialect it understands; shared by all callers, as it declares no capability. */
final class StdioSession implements Session {
    private final Conversation conversation;
    private final Dialect dialect;
    private final Runnable closed;

    /** @param closed run once the child is gone */
    StdioSession(Conversation conversation, Dialect dialect, Runnable closed) {
        this.conversation = conversation;
        this.dialect = dialect;
        this.closed = closed;
    }

    @Override
    public ProtocolVersion version() {
        return dialect.version();
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public UpstreamCall open(Permit permit, Runnable over) {
        Operation operation = permit.spend();
        return conversation.send(
                id -> Dialect.request(id, "tools/call", dialect.call(id, operation)),
                operation.meta().progressToken(),
                over);
    }

    @Override
    public UpstreamReply ask(String method, Json params, Deadline deadline) {
        return Replies.await(
                conversation.send(id -> Dialect.request(id, method, params), Optional.empty(), () -> {}), deadline);
    }

    @Override
    public Optional<String> failure() {
        return conversation.failure();
    }

    @Override
    public long dropped() {
        return conversation.dropped();
    }

    @Override
    public void close() {
        try {
            conversation.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed.run();
        }
    }
}
