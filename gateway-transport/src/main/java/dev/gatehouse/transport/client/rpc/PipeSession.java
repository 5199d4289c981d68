package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.Optional;
import java.util.Set;

/** A conversation over a channel, in the dialect the upstream understands. */
public final class PipeSession implements Session {
    private final Channel channel;
    private final Dialect dialect;
    private final Introduction introduction;
    private final ClientCapabilities declared;
    private final Runnable end;
    private final Listening listening;

    /**
     * @param declared what a legacy upstream was told its client can be asked
     * @param end ends the channel and what it belongs to
     */
    public PipeSession(
            Channel channel, Dialect dialect, Introduction introduction, ClientCapabilities declared, Runnable end) {
        this.channel = channel;
        this.dialect = dialect;
        this.introduction = introduction;
        this.declared = declared;
        this.end = end;
        this.listening = new Listening(introduction, this::listen);
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    /** A modern upstream asks in its answers; a legacy one asks without saying whom. */
    @Override
    public boolean tellsWhoIsAsked() {
        return version().isModern();
    }

    @Override
    public UpstreamCall open(Permit permit, Optional<String> state, Over over) {
        Operation operation = permit.spend();
        return channel.send(
                id -> Messages.request(id, operation.verb().method(), dialect.of(id, operation, state)),
                caller(operation),
                over);
    }

    /** A legacy server logs for whom it likes, so who shares its pipe hears none of it. */
    private Caller caller(Operation operation) {
        if (version().isModern()) {
            return Caller.of(operation, operation.meta().capabilities());
        }
        Caller caller = Caller.of(operation, declared);
        return declared.equals(ClientCapabilities.NONE) ? caller.withoutLogs() : caller;
    }

    @Override
    public UpstreamReply ask(String method, Json params, Deadline deadline) {
        return Replies.await(channel.own(method, params), deadline);
    }

    @Override
    public void send(String method, Json params) {
        PipeCall _ = channel.request(method, params);
    }

    /** A legacy upstream tells its news on the channel without being told to. */
    @Override
    public void follow(Set<Topic> topics, Listening.Begun begun) {
        if (version().isModern()) {
            listening.follow(topics, begun);
        } else {
            begun.begun(Set.of());
        }
    }

    private AutoCloseable listen(Json notifications, Listening.Listener listener) {
        PipeListening stream = new PipeListening(channel, dialect.listen(notifications), listener);
        stream.start();
        return stream;
    }

    @Override
    public Optional<String> failure() {
        return channel.failure();
    }

    @Override
    public long dropped() {
        return channel.dropped();
    }

    @Override
    public void close() {
        end.run();
    }
}
